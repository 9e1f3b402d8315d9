package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileTest {
  private static final int CLASSES = 3;
  private static final long SEED = 61;

  private final RandomBatch batch = new RandomBatch(SEED);
  private final List<ImageTargets> targets =
      List.of(batch.targets(10, 3, CLASSES, 16, 20), batch.targets(12, 7, CLASSES, 16, 20));
  private final List<StagePrediction> stages =
      List.of(batch.stage("first", 2, 9, 0, 8, 10), batch.stage("last", 2, 9, 4, 8, 10));

  static List<SetCriterionConfig> configs() {
    return List.of(
        SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(60).parallelism(1).build(),
        SetCriterionConfig.baseline(CLASSES).toBuilder().parallelism(1).build());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void partsAreOfTheWholeOfTheSameResult(SetCriterionConfig config) {
    SetCriterion criterion = SetCriterion.create(config);

    ProfiledResult profiled =
        criterion.profile(stages, targets, RandomBatch.draws(targets), RandomBatch.DIRTY);

    SameResult.check(
        "seed " + SEED,
        criterion.evaluate(stages, targets, RandomBatch.draws(targets), RandomBatch.DIRTY),
        profiled.result());
    CriterionTimes times = profiled.times();
    List<Long> parts =
        List.of(
            times.matchingNanos(), times.samplingNanos(), times.lossNanos(), times.gradientNanos());
    assertThat(parts).allMatch(part -> part > 0);
    assertThat(parts.stream().mapToLong(part -> part).sum())
        .as("no time is counted twice")
        .isLessThanOrEqualTo(times.totalNanos());
  }
}
