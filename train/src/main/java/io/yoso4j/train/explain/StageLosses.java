package io.yoso4j.train.explain;

import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.GradientLayout;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one image and the gradients of its terms one by one: the terms' weights do not change
 * matching and points, so each evaluation sees the same pairs at the same points.
 */
final class StageLosses {
  private final Explanation explanation;
  private final Explanation maskOnly;
  private final Explanation diceOnly;

  private StageLosses(Explanation explanation, Explanation maskOnly, Explanation diceOnly) {
    this.explanation = explanation;
    this.maskOnly = maskOnly;
    this.diceOnly = diceOnly;
  }

  static StageLosses of(
      SetCriterionConfig config,
      List<StagePrediction> stages,
      ImageTargets targets,
      PointDraws draws) {
    SetCriterionConfig dense = config.toBuilder().gradientLayout(GradientLayout.DENSE).build();
    LossWeights weights = dense.weights();
    return new StageLosses(
        explain(dense, dense.weights(), stages, targets, draws),
        explain(dense, new LossWeights(0, weights.mask(), 0), stages, targets, draws),
        explain(dense, new LossWeights(0, 0, weights.dice()), stages, targets, draws));
  }

  private static Explanation explain(
      SetCriterionConfig config,
      LossWeights weights,
      List<StagePrediction> stages,
      ImageTargets targets,
      PointDraws draws) {
    return SetCriterion.create(config.toBuilder().weights(weights).build())
        .explain(
            stages,
            List.of(targets),
            draws,
            (bytes, _) -> MemorySegment.ofArray(new float[Math.toIntExact(bytes / Float.BYTES)]),
            Pins.NONE);
  }

  Explanation explanation() {
    return explanation;
  }

  /** Gradient of the class term, {@code [Q, K]}; null without class logits. */
  float @Nullable [] classGradient(int stage) {
    MemorySegment gradient = stage(explanation, stage).gradLogits();
    return gradient == null ? null : floats(gradient);
  }

  /** Gradient of the weighted pointwise mask term, {@code [Q, h, w]}. */
  float[] maskGradient(int stage) {
    return floats(Objects.requireNonNull(stage(maskOnly, stage).gradMasks()));
  }

  /** Gradient of the weighted dice term, {@code [Q, h, w]}. */
  float[] diceGradient(int stage) {
    return floats(Objects.requireNonNull(stage(diceOnly, stage).gradMasks()));
  }

  private static StageResult stage(Explanation explanation, int stage) {
    return explanation.result().stages().get(stage);
  }

  private static float[] floats(MemorySegment memory) {
    return memory.toArray(ValueLayout.JAVA_FLOAT);
  }
}
