package io.yoso4j.benchmarks;

import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.matching.LinearAssignment;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code HungarianMatcher.memory_efficient_forward}: image by image, with our assignment in place
 * of SciPy's.
 */
final class OperatorMatcher {
  private final MatcherConfig config;
  private final OperatorClasses classes;
  private final OperatorDraws draws;

  OperatorMatcher(SetCriterionConfig config, OperatorClasses classes, OperatorDraws draws) {
    this.config = config.matcher();
    this.classes = classes;
    this.draws = draws;
  }

  MatchedPairs match(OperatorBatch.Stage stage, int stageIndex, OperatorBatch batch) {
    MatchedPairs pairs = new MatchedPairs();
    try (NoGradGuard _ = new NoGradGuard()) {
      for (int image = 0; image < batch.targets().size(); image++) {
        OperatorBatch.Targets targets = batch.targets().get(image);
        if (targets.count() > 0) {
          pairs.add(image, assign(stage, stageIndex, image, targets));
        }
      }
    }
    return pairs;
  }

  private LinearAssignment assign(
      OperatorBatch.Stage stage, int stageIndex, int image, OperatorBatch.Targets targets) {
    try (OperatorScope _ = new OperatorScope()) {
      Tensor cost = maskCost(stage, stageIndex, image, targets);
      if (stage.logits() != null) {
        Tensor ofClass = classes.cost(stage.logits().select(0, image), targets.labels());
        cost = cost.add(ofClass.mul(new Scalar(config.classCost())));
      }
      int queries = Math.toIntExact(cost.size(0));
      int count = Math.toIntExact(cost.size(1));
      float[] values = new float[queries * count];
      cost.contiguous().data_ptr_float().get(values);
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return LinearAssignment.solve(wide, queries, count);
    }
  }

  private Tensor maskCost(
      OperatorBatch.Stage stage, int stageIndex, int image, OperatorBatch.Targets targets) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor predicted = stage.masks().select(0, image).unsqueeze(1);
      Tensor truth = targets.masks().to(torch.ScalarType.Float).unsqueeze(1);
      Tensor logits;
      Tensor labels;
      switch (config.points()) {
        case MatcherPoints.SharedRandom(int numPoints) -> {
          Tensor points = draws.shared(stageIndex, image, numPoints);
          labels = sampleAtShared(truth, points);
          logits = sampleAtShared(predicted, points);
        }
        case MatcherPoints.PredictionGrid() -> {
          long[] size = {predicted.size(2), predicted.size(3)};
          labels = torch.upsample_nearest2d(truth, size).flatten(1, -1);
          logits = predicted.flatten(1, -1);
        }
        case MatcherPoints.TargetGrid() -> {
          long[] size = {truth.size(2), truth.size(3)};
          labels = truth.flatten(1, -1);
          logits = torch.upsample_bilinear2d(predicted, size, false).flatten(1, -1);
        }
      }
      Tensor crossEntropy = OperatorMaskCosts.crossEntropy(logits, labels);
      Tensor dice = OperatorMaskCosts.dice(logits, labels);
      Tensor weighted = crossEntropy.mul(new Scalar(config.maskCost()));
      return scope.pass(weighted.add(dice.mul(new Scalar(config.diceCost()))));
    }
  }

  /** All masks at the same points, which the original repeats for each mask. */
  private static Tensor sampleAtShared(Tensor masks, Tensor points) {
    try (OperatorScope scope = new OperatorScope()) {
      return scope.pass(Operators.pointSample(masks, points.repeat(masks.size(0), 1, 1)));
    }
  }
}
