package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients against central differences of the total, with assignments and uncertain points held
 * fixed: the loss is not smooth where they change.
 */
class SetCriterionGradientTest {
  private static final int CLASSES = 3;
  private static final long SEED = 21;
  private static final float STEP = 0x1p-6f;

  static Stream<SetCriterionConfig> combinations() {
    List<SetCriterionConfig> configs = new ArrayList<>();
    for (Classification classification :
        List.of(
            new Classification.SoftmaxCrossEntropy(0.1),
            new Classification.SoftmaxCrossEntropy(0.4, List.of(3.0, 0.5, 0.0)),
            new Classification.SigmoidFocal(0.25, 2))) {
      for (MaskPoints maskPoints :
          List.of(
              new MaskPoints.UncertaintySampled(50, 3, 0.75),
              new MaskPoints.RandomPoints(50),
              new MaskPoints.FullMask())) {
        for (boolean ignoreRegions : new boolean[] {false, true}) {
          configs.add(
              SetCriterionConfig.yoso(CLASSES).toBuilder()
                  .classification(classification)
                  .numPoints(50)
                  .maskPoints(maskPoints)
                  .ignoreRegions(ignoreRegions)
                  .weights(new LossWeights(3, 4, 5))
                  .numMasksReducer(targets -> targets * 0.75)
                  .build());
        }
      }
    }
    return configs.stream();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void isTheFiniteDifference(SetCriterionConfig config) {
    RandomBatch batch = new RandomBatch(SEED);
    int columns = config.classification() instanceof Classification.SigmoidFocal ? 3 : 4;
    StagePrediction stage = batch.stage("s", 2, 4, columns, 5, 6);
    // Fewer and more objects than queries, images of two sizes.
    List<ImageTargets> targets =
        List.of(
            batch.targets(1, 2, CLASSES, 9, 11).withIgnore(batch.mask(9, 11)),
            batch.targets(2, 6, CLASSES, 7, 11));
    SetCriterion criterion = SetCriterion.create(config);
    PointDraws draws = RandomBatch.draws(targets);
    Explanation explanation =
        criterion.explain(List.of(stage), targets, draws, RandomBatch.DIRTY, Pins.NONE);
    Pins pins = new PinnedChoices(explanation, 2);
    StageResult result = explanation.result().stages().getFirst();
    check(
        "masks",
        () -> criterion.evaluate(List.of(stage), targets, draws, RandomBatch.HEAP, pins).total(),
        Objects.requireNonNull(stage.masks()),
        RandomBatch.values(result.gradMasks()));
    check(
        "logits",
        () -> criterion.evaluate(List.of(stage), targets, draws, RandomBatch.HEAP, pins).total(),
        Objects.requireNonNull(stage.logits()),
        RandomBatch.values(result.gradLogits()));
  }

  private interface Total {
    double evaluate();
  }

  private static void check(String what, Total total, MemorySegment input, float[] gradient) {
    float largest = 0;
    for (float value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).as(what).isBetween(1e-3f, 10f);
    for (int i = 0; i < gradient.length; i++) {
      float value = input.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, value + STEP);
      double up = total.evaluate();
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, value - STEP);
      double down = total.evaluate();
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
      double width = (double) (value + STEP) - (value - STEP);
      assertThat((double) gradient[i])
          .as("seed %d, %s: value %d of %d", SEED, what, i, gradient.length)
          .isCloseTo((up - down) / width, within(1e-3 * largest));
    }
  }
}
