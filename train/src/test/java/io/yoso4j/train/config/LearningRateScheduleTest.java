package io.yoso4j.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LearningRateScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0001",
    "9, 0.0001",
    "327777, 0.0001",
    "327778, 0.00001",
    "355091, 0.00001",
    "355092, 0.000001",
    "368749, 0.000001"
  })
  void upstreamsScheduleStepsAtItsMilestones(long step, double rate) {
    var schedule = LearningRateSchedule.of(ConfigLoader.load("r50", null, List.of()));
    assertThat(schedule.at(step)).isCloseTo(rate, within(1e-18));
  }

  /** lr 2, factor 0.5, 4 steps of warm-up: 2·(0.5, 0.625, 0.75, 0.875, 1). */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1.25", "2, 1.5", "3, 1.75", "4, 2", "49, 2", "50, 0.2", "75, 0.02"})
  void warmUpIsLinearAndFractionsAreOfAllSteps(long step, double rate) {
    var schedule = schedule("step", 100, "optim.milestones=[0.5,0.75]");
    assertThat(schedule.at(step)).isCloseTo(rate, within(1e-15));
  }

  /** 2·(1 + cos(π·step/8))/2, times the warm-up at step 2: 0.75·(1 + √½). */
  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1.2803300858899106", "4, 1", "6, 0.2928932188134524", "8, 0", "9, 0"})
  void cosineEndsAtZero(long step, double rate) {
    assertThat(schedule("cosine", 8).at(step)).isCloseTo(rate, within(1e-15));
  }

  /** 2·(1 − step/8)^0.5, times the warm-up at step 2. */
  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1.299038105676658", "4, 1.4142135623730951", "6, 1", "8, 0", "9, 0"})
  void polynomialEndsAtZero(long step, double rate) {
    assertThat(schedule("poly", 8, "optim.poly_power=0.5").at(step)).isCloseTo(rate, within(1e-15));
  }

  @Test
  void constantIgnoresMilestones() {
    assertThat(schedule("constant", 10, "optim.milestones=[0.5]").at(9)).isEqualTo(2);
  }

  @Test
  void negativeStepsAreRefused() {
    assertThatThrownBy(() -> schedule("constant", 10).at(-1)).hasMessageContaining("-1");
  }

  private static LearningRateSchedule schedule(String kind, int steps, String... more) {
    List<String> sets =
        new java.util.ArrayList<>(
            List.of(
                "optim.lr=2",
                "optim.warmup_factor=0.5",
                "optim.warmup_steps=4",
                "optim.schedule=" + kind,
                "train.steps=" + steps));
    sets.addAll(List.of(more));
    return LearningRateSchedule.of(ConfigLoader.load("r50", null, sets));
  }
}
