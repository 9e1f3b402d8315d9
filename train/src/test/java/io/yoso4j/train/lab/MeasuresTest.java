package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single measurements say on inputs whose answer is known. */
final class MeasuresTest {
  private static final int SIDE = 64;
  private static final int CELLS = 16;

  /** The left half. */
  private static BitMask half() {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % SIDE < SIDE / 2 ? 1 : 0);
    }
    return BitMask.ofPixels(SIDE, SIDE, pixels);
  }

  @ParameterizedTest
  @CsvSource({
    "31,0,true",
    "32,9,true",
    "28,63,true",
    "27,63,false",
    "35,5,true",
    "36,5,false",
    "0,0,false"
  })
  void pointsNearAnOutlineAreFound(int x, int y, boolean near) {
    assertThat(FocusMeter.nearBoundary(half(), x, y, 4)).isEqualTo(near);
  }

  /** Logits that are right far from the outline and undecided at it. */
  private static PointFocus focus(SetCriterionConfig config) {
    float[] masks = new float[CELLS * CELLS];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = 7.5f - i % CELLS;
    }
    StagePrediction stage = StagePrediction.of("s0", new float[0], masks, 1, 1, CELLS, CELLS);
    ImageTargets targets = new ImageTargets(3, new int[] {0}, List.of(half()));
    FocusMeter meter = new FocusMeter(config);
    meter.add(List.of(stage), List.of(targets), PointDraws.counterBased(1, 0, new long[] {3}));
    return meter.focus();
  }

  @Test
  void uncertainPointsAreNearTheOutlineAndHard() {
    SetCriterionConfig uncertain = SetCriterionConfig.yoso(2).toBuilder().numPoints(512).build();

    PointFocus focus = focus(uncertain);

    assertThat(focus.points()).isEqualTo(512);
    assertThat(focus.uniformNearBoundary()).isBetween(0.07, 0.2);
    assertThat(focus.nearBoundary()).isGreaterThan(1.5 * focus.uniformNearBoundary());
    assertThat(focus.loss()).isGreaterThan(1.5 * focus.uniformLoss());
  }

  @Test
  void uniformPointsAndFullMasksAreTheirOwnMeasure() {
    for (MaskPoints points : List.of(new MaskPoints.FullMask(), new MaskPoints.RandomPoints(99))) {
      PointFocus focus = focus(SetCriterionConfig.yoso(2).toBuilder().maskPoints(points).build());

      assertThat(focus.nearBoundary()).isPositive().isEqualTo(focus.uniformNearBoundary());
      assertThat(focus.loss()).isPositive().isEqualTo(focus.uniformLoss());
    }
  }

  @Test
  void changedTargetsAreCounted() {
    assertThat(Prober.changed(null, List.of(1, 2))).isNull();
    assertThat(Prober.changed(List.of(1, 2, 3, 4), List.of(1, 3, 2, 4))).isEqualTo(0.5);
    assertThat(Prober.changed(List.of(1), List.of(1))).isZero();
    assertThat(Prober.changed(List.of(1), List.of())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "24,24 48 96 192",
    "64,64 128 256",
    "128,64 128 256",
    "256,64 128 256",
    "8,8 16 32 64",
    "1024,256 512 1024"
  })
  void sidesAreThatTrainedWithAndOthers(int own, String expected) {
    assertThat(new MaskSize(own, own).toMeasure())
        .as("sides for %d", own)
        .containsExactlyElementsOf(
            Arrays.stream(expected.split(" "))
                .map(Integer::valueOf)
                .map(side -> new MaskSize(side, side))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "16 x 24, 16 x 24; 32 x 48; 64 x 96; 128 x 192",
    "64 x 256, 16 x 64; 32 x 128; 64 x 256",
    "256 x 8, 256 x 8"
  })
  void sizesKeepTheShapeTrainedWith(String own, String expected) {
    String[] sides = own.split(" x ");
    MaskSize size = new MaskSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));

    assertThat(size.toMeasure())
        .extracting(MaskSize::toString)
        .containsExactly(expected.split("; "));
  }

  @Test
  void timesDifferWhereTheMedianDoes() {
    Random random = new Random(5);
    List<Double> base = new ArrayList<>();
    List<Double> slower = new ArrayList<>();
    List<Double> same = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double machine = 5 + 3 * random.nextDouble();
      base.add(machine + 0.2 * random.nextDouble());
      same.add(machine + 0.2 * random.nextDouble());
      slower.add(1.5 * machine);
    }

    assertThat(TimingDifference.of(base, slower).low()).isPositive();
    assertThat(TimingDifference.of(slower, base).high()).isNegative();
    TimingDifference none = TimingDifference.of(base, same);
    assertThat(none.low()).isNegative();
    assertThat(none.high()).isPositive();
  }
}
