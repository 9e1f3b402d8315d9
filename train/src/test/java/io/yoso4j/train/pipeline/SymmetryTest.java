package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.SyntheticData.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SymmetryTest {
  private static final int SIDE = 4;

  /** What becomes of the rows 12, 34, 56. */
  static Stream<Arguments> ofThreeRowsOfTwo() {
    UnaryOperator<Symmetry> turn = Symmetry::thenQuarterTurn;
    UnaryOperator<Symmetry> mirror = Symmetry::thenMirrored;
    UnaryOperator<Symmetry> upsideDown = Symmetry::thenUpsideDown;
    return Stream.of(
        Arguments.of(List.of(), "12 34 56"),
        Arguments.of(List.of(mirror), "21 43 65"),
        Arguments.of(List.of(upsideDown), "56 34 12"),
        Arguments.of(List.of(turn), "531 642"),
        Arguments.of(List.of(turn, turn), "65 43 21"),
        Arguments.of(List.of(mirror, upsideDown), "65 43 21"),
        Arguments.of(List.of(turn, turn, turn), "246 135"),
        Arguments.of(List.of(turn, turn, turn, turn), "12 34 56"),
        Arguments.of(List.of(mirror, turn), "642 531"),
        Arguments.of(List.of(turn, mirror), "135 246"),
        Arguments.of(List.of(upsideDown, turn), "135 246"));
  }

  @ParameterizedTest
  @MethodSource("ofThreeRowsOfTwo")
  void pixelsAndMasksGoWhereTheyShould(List<UnaryOperator<Symmetry>> steps, String expected) {
    Symmetry symmetry = Symmetry.IDENTITY;
    for (UnaryOperator<Symmetry> step : steps) {
      symmetry = step.apply(symmetry);
    }
    byte[] rgb = new byte[18];
    for (int i = 0; i < 18; i++) {
      rgb[i] = (byte) (i / 3 + 1 + 10 * (i % 3));
    }
    Placement placement = Placement.whole(2, 3).laid(symmetry);
    byte[] planes = new byte[3 * SIDE * SIDE];
    PixelPlacement.write(RgbImage.of(2, 3, rgb), placement, ColorChange.NONE, planes, SIDE, SIDE);
    String[] rows = expected.split(" ");
    assertThat(placement.validHeight()).isEqualTo(rows.length);
    assertThat(placement.validWidth()).isEqualTo(rows[0].length());
    MaskPlacement masks = new MaskPlacement(placement, SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean covered = y < rows.length && x < rows[0].length();
        int digit = covered ? rows[y].charAt(x) - '0' : 0;
        for (int channel = 0; channel < 3; channel++) {
          assertThat((int) planes[(channel * SIDE + y) * SIDE + x])
              .isEqualTo(covered ? digit + 10 * channel : 0);
        }
        for (int pixel = 1; pixel <= 6; pixel++) {
          Bitmap mask = Bitmap.of(3, 2);
          mask.set((pixel - 1) / 2, (pixel - 1) % 2, true);
          Bitmap placed = masks.inSample(masks.window(object(1, mask).segmentation()));
          assertThat(placed.get(y, x)).as("%d at %d, %d", pixel, y, x).isEqualTo(pixel == digit);
        }
      }
    }
  }

  @Test
  void turnsTakeAllThreeAnglesAlike() {
    int[] angles = new int[4];
    List<Symmetry> turned =
        Stream.iterate(Symmetry.IDENTITY, Symmetry::thenQuarterTurn).limit(4).toList();
    Move turns = new Move.QuarterTurns(0.75);
    for (long draw = 0; draw < 4000; draw++) {
      Placement placement = turns.apply(Placement.whole(5, 4), CounterRandom.of(3, draw, 9));
      angles[turned.indexOf(placement.symmetry())]++;
    }
    // A quarter each; five standard deviations are 137.
    assertThat(IntStream.of(angles)).allMatch(count -> Math.abs(count - 1000) < 137);
  }

  @Test
  void flipsComeAsOftenAsAsked() {
    Move flips = new Move.UpsideDown(0.2);
    long count =
        IntStream.range(0, 4000)
            .filter(draw ->
                flips
                    .apply(Placement.whole(5, 4), CounterRandom.of(3, draw, 9))
                    .symmetry()
                    .upsideDown())
            .count();
    // Five standard deviations are 126.
    assertThat(count).isBetween(674L, 926L);
    assertThat(Arrays.asList(0.0, 1.0))
        .allSatisfy(p -> {
          Placement placement =
              new Move.UpsideDown(p).apply(Placement.whole(5, 4), CounterRandom.of(3, 1, 9));
          assertThat(placement.symmetry().upsideDown()).isEqualTo(p == 1);
        });
  }
}
