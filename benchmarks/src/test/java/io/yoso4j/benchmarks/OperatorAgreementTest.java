package io.yoso4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two implementations that share no code agree on random problems. */
final class OperatorAgreementTest {
  private static final int CASES = 12;

  @BeforeAll
  static void startEngine() {
    Engine.start(EngineOptions.defaults());
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithSetCriterion(Variant variant) {
    for (long seed = 0; seed < CASES; seed++) {
      Workload size = random(new SplittableRandom(seed));
      SetCriterionConfig config = variant.preset(size);
      Agreement agreement = compare(size, variant, config, config, seed);
      assertThat(agreement.gradient())
          .as("%s, seed %d, %s", variant, seed, size.description())
          .isLessThanOrEqualTo(Agreement.TOLERANCE);
    }
  }

  @Test
  void noticesAnotherResult() {
    Workload size = random(new SplittableRandom(1));
    SetCriterionConfig config = Variant.SET.preset(size);
    SetCriterionConfig other = config.toBuilder().weights(new LossWeights(2, 5, 5.01)).build();
    assertThatThrownBy(() -> compare(size, Variant.SET, config, other, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("total is");
  }

  private static Workload random(SplittableRandom random) {
    return new Workload(
        "random",
        random.nextInt(1, 4),
        random.nextInt(3, 30),
        random.nextInt(1, 9),
        random.nextInt(5, 40),
        random.nextInt(0, 12),
        random.nextInt(9, 90),
        random.nextInt(16, 400),
        random.nextInt(1, 4),
        random.nextBoolean());
  }

  private static Agreement compare(
      Workload size,
      Variant variant,
      SetCriterionConfig ofOperators,
      SetCriterionConfig ofOurs,
      long seed) {
    try (Arena arena = Arena.ofShared();
        OperatorScope _ = new OperatorScope()) {
      Problem problem = Problem.create(size, variant.columns(size), seed, arena);
      long[] ids = LongStream.range(0, size.batch()).toArray();
      PointDraws draws = PointDraws.counterBased(seed, 0, ids);
      CriterionResult ours =
          SetCriterion.create(ofOurs).evaluate(problem.stages(), problem.targets(), draws, arena);
      OperatorBatch batch = OperatorBatch.of(problem.stages(), problem.targets());
      return Agreement.of(
          new OperatorCriterion(ofOperators, OperatorDraws.of(draws), new PhaseClock())
              .evaluate(batch),
          ours);
    }
  }
}
