package io.yoso4j.benchmarks;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.MaskPoints;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** {@code loss_masks}: cross-entropy and dice of all matched pairs of a stage at once. */
final class OperatorMaskLoss {
  private final MaskPoints choice;
  private final OperatorDraws draws;

  OperatorMaskLoss(MaskPoints choice, OperatorDraws draws) {
    this.choice = choice;
    this.draws = draws;
  }

  /**
   * Both terms, unweighted.
   *
   * @param crossEntropy {@code loss_mask}
   * @param dice {@code loss_dice}
   */
  record Terms(Tensor crossEntropy, Tensor dice) {}

  Terms evaluate(
      OperatorBatch.Stage stage,
      int stageIndex,
      OperatorBatch batch,
      MatchedPairs pairs,
      double numMasks) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor images = pairs.images();
      Tensor predicted = Operators.pick(stage.masks(), images, pairs.queries()).unsqueeze(1);
      Tensor truth = matchedTargets(batch.targets(), images, pairs).unsqueeze(1);
      Tensor logits;
      Tensor labels;
      if (choice instanceof MaskPoints.FullMask) {
        long[] size = {truth.size(2), truth.size(3)};
        logits = torch.upsample_bilinear2d(predicted, size, false).flatten(1, -1);
        labels = truth.flatten(1, -1);
      } else {
        Tensor points;
        try (NoGradGuard _ = new NoGradGuard()) {
          points = points(predicted, stageIndex, pairs);
          labels = Operators.pointSample(truth, points);
        }
        logits = Operators.pointSample(predicted, points);
      }
      Scalar divisor = new Scalar(numMasks);
      return new Terms(
          scope.pass(crossEntropy(logits, labels).div(divisor)),
          scope.pass(dice(logits, labels).div(divisor)));
    }
  }

  /** {@code sigmoid_ce_loss}, summed over pairs. */
  private static Tensor crossEntropy(Tensor logits, Tensor labels) {
    try (OperatorScope scope = new OperatorScope()) {
      return scope.pass(Operators.crossEntropyWithLogits(logits, labels).mean(1).sum());
    }
  }

  /** {@code dice_loss}, summed over pairs. */
  private static Tensor dice(Tensor logits, Tensor labels) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor sigmoids = logits.sigmoid();
      Tensor overlap = sigmoids.mul(labels).sum(-1);
      return scope.pass(Operators.dice(overlap, sigmoids.sum(-1), labels.sum(-1)).sum());
    }
  }

  /**
   * Targets of the pairs as {@code [N, H, W]}: all targets padded to the largest of the batch, made
   * float, then picked.
   */
  private static Tensor matchedTargets(
      List<OperatorBatch.Targets> targets, Tensor images, MatchedPairs pairs) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor padded;
      try (Tensor bytes = padded(targets)) {
        padded = bytes.to(torch.ScalarType.Float);
      }
      return scope.pass(Operators.pick(padded, images, pairs.targets()));
    }
  }

  /** {@code nested_tensor_from_tensor_list}: {@code [B, T, H, W]}. */
  private static Tensor padded(List<OperatorBatch.Targets> targets) {
    try (OperatorScope scope = new OperatorScope()) {
      long[] shape = {targets.size(), 0, 0, 0};
      for (OperatorBatch.Targets image : targets) {
        for (int dimension = 0; dimension < 3; dimension++) {
          shape[dimension + 1] = Math.max(shape[dimension + 1], image.masks().size(dimension));
        }
      }
      Tensor all = torch.zeros(shape, new TensorOptions(torch.ScalarType.Byte));
      for (int image = 0; image < targets.size(); image++) {
        Tensor masks = targets.get(image).masks();
        Tensor part = all.select(0, image);
        for (int dimension = 0; dimension < 3; dimension++) {
          part = part.narrow(dimension, 0, masks.size(dimension));
        }
        part.copy_(masks);
      }
      return scope.pass(all);
    }
  }

  private Tensor points(Tensor predicted, int stage, MatchedPairs pairs) {
    return switch (choice) {
      case MaskPoints.UncertaintySampled sampled -> uncertain(sampled, predicted, stage, pairs);
      case MaskPoints.RandomPoints(int numPoints) ->
          draws.ofPairs(DrawPurpose.RANDOM, stage, pairs, numPoints);
      case MaskPoints.FullMask() -> throw new IllegalStateException("a full mask has no points");
    };
  }

  /** {@code get_uncertain_point_coords_with_randomness}: {@code [N, P, 2]}. */
  private Tensor uncertain(
      MaskPoints.UncertaintySampled sampled, Tensor predicted, int stage, MatchedPairs pairs) {
    try (OperatorScope scope = new OperatorScope()) {
      int candidates = sampled.candidates();
      int kept = sampled.uncertainPoints();
      int fresh = sampled.numPoints() - kept;
      Tensor drawn = draws.ofPairs(DrawPurpose.OVERSAMPLE, stage, pairs, candidates);
      Tensor chosen = mostUncertain(predicted, drawn, candidates, kept);
      if (fresh == 0) {
        return scope.pass(chosen);
      }
      Tensor random = draws.ofPairs(DrawPurpose.RANDOM, stage, pairs, fresh);
      return scope.pass(Operators.joined(chosen, random));
    }
  }

  private static Tensor mostUncertain(Tensor predicted, Tensor drawn, int candidates, int kept) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor uncertainty;
      try (Tensor logits = Operators.pointSample(predicted, drawn);
          Tensor copy = logits.clone();
          Tensor distance = copy.abs()) {
        uncertainty = distance.neg();
      }
      Tensor index;
      try (T_TensorTensor_T best = torch.topk(uncertainty, kept, 1, true, true)) {
        index = new Tensor(best.get1());
      }
      long pairs = predicted.size(0);
      Tensor shift = torch.arange(new Scalar(pairs), new TensorOptions(torch.ScalarType.Long));
      index.add_(shift.mul(new Scalar((long) candidates)).unsqueeze(1));
      Tensor flat = drawn.view(-1, 2).index_select(0, index.view(-1));
      return scope.pass(flat.view(pairs, kept, 2));
    }
  }
}
