package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.ColorChangeTest.changed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColorJitterTest {
  private static final int DRAWS = 4000;

  @Test
  void brightnessIsUniformAndDrawnAsOftenAsAsked() {
    ColorJitter jitter = new ColorJitter(0.5, 32, 0, 0, 0);
    double[] levels = sorted(draw -> changed(jitter.draw(random(draw)), 128, 128, 128)[0]);
    check(levels, 128, 96, 160);
  }

  @Test
  void contrastIsUniformAndDrawnAsOftenAsAsked() {
    ColorJitter jitter = new ColorJitter(0.5, 0, 0.5, 0, 0);
    double[] levels = sorted(draw -> changed(jitter.draw(random(draw)), 100, 100, 100)[2]);
    check(levels, 100, 50, 150);
  }

  @Test
  void saturationIsUniformAndDrawnAsOftenAsAsked() {
    ColorJitter jitter = new ColorJitter(0.5, 0, 0, 0.5, 0);
    // The smallest channel is 200 - 100 s.
    double[] levels = sorted(draw -> changed(jitter.draw(random(draw)), 200, 150, 100)[2]);
    check(levels, 100, 50, 150);
  }

  @Test
  void hueIsUniformAndDrawnAsOftenAsAsked() {
    ColorJitter jitter = new ColorJitter(0.5, 0, 0, 0, 36);
    // Red, half the way to yellow, turned by up to 0.6 of that way: green is 100 + 200 h, and from
    // 200 on red falls.
    double[] levels =
        sorted(draw -> {
          int[] rgb = changed(jitter.draw(random(draw)), 200, 100, 0);
          return rgb[0] == 200 ? rgb[1] - rgb[2] : 400 - rgb[0];
        });
    check(levels, 100, -20, 220);
  }

  /** Values from {@code least} to {@code most}, half of them {@code same}. */
  private static void check(double[] values, int same, int least, int most) {
    double spread = most - least;
    assertThat(values[0]).isCloseTo(least, Offset.offset(spread / 50));
    assertThat(values[DRAWS - 1]).isCloseTo(most, Offset.offset(spread / 50));
    long unchanged = LongStream.range(0, DRAWS).filter(i -> values[(int) i] == same).count();
    // Five standard deviations of fair coins, and those that a change of under half a level rounds.
    assertThat((double) unchanged).isBetween(2000.0 - 158, 2000.0 + 158 + 2 * DRAWS / spread);
    double mean = LongStream.range(0, DRAWS).mapToDouble(i -> values[(int) i]).average().orElse(0);
    // The changes have variance spread² / 12 in half of the draws.
    assertThat(mean).isCloseTo(same, Offset.offset(5 * spread / Math.sqrt(24.0 * DRAWS)));
  }

  @Test
  void bothOrdersOccur() {
    // White stays white when saturation comes first; contrast of 1.x then changes nothing.
    ColorJitter jitter = new ColorJitter(1, 0, 1, 1, 0);
    int differing = 0;
    for (long draw = 0; draw < 400; draw++) {
      ColorChange change = jitter.draw(random(draw));
      double factor = 1 + (2 * random(draw).uniform(Purpose.CONTRAST, 1) - 1);
      double saturation = 1 + (2 * random(draw).uniform(Purpose.SATURATION, 1) - 1);
      int[] actual = changed(change, 220, 200, 160);
      int[] contrastFirst =
          changed(
              ColorChange.of(level -> level * factor, saturation, 0, level -> level),
              220,
              200,
              160);
      int[] contrastLast =
          changed(
              ColorChange.of(level -> level, saturation, 0, level -> level * factor),
              220,
              200,
              160);
      assertThat(actual).isIn(contrastFirst, contrastLast);
      boolean first = random(draw).uniform(Purpose.COLOR_ORDER) < 0.5;
      assertThat(actual).isEqualTo(first ? contrastFirst : contrastLast);
      differing += java.util.Arrays.equals(contrastFirst, contrastLast) ? 0 : 1;
    }
    assertThat(differing).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void probabilityZeroChangesNothingAndOneAlways(double probability) {
    ColorJitter jitter = new ColorJitter(probability, 32, 0.5, 0.5, 36);
    int same = 0;
    for (long draw = 0; draw < 200; draw++) {
      int[] rgb = changed(jitter.draw(random(draw)), 200, 100, 50);
      same += rgb[0] == 200 && rgb[1] == 100 && rgb[2] == 50 ? 1 : 0;
    }
    assertThat(same).isEqualTo(probability == 0 ? 200 : 0);
  }

  private static CounterRandom random(long draw) {
    return CounterRandom.of(11, draw, 5);
  }

  private static double[] sorted(LongToDoubleFunction value) {
    return LongStream.range(0, DRAWS).mapToDouble(value).sorted().toArray();
  }
}
