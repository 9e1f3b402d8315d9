package io.yoso4j.benchmarks;

import io.yoso4j.benchmarks.PhaseClock.Phase;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.SetCriterionConfig;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The criterion as YOSO's {@code loss.py} and Mask2Former's {@code criterion.py} and {@code
 * matcher.py} call it on the CPU: the same libtorch operators in the same order, gradients by
 * autograd, and what Python frees freed at the same points. The full-mask variant follows
 * MaskFormer: predictions enlarged to the targets' size.
 *
 * <p>A baseline for speed and a second oracle. The engine must have been started.
 */
final class OperatorCriterion {
  private final LossWeights weights;
  private final OperatorClasses classes;
  private final OperatorMatcher matcher;
  private final OperatorMaskLoss masks;
  private final PhaseClock clock;

  OperatorCriterion(SetCriterionConfig config, OperatorDraws draws, PhaseClock clock) {
    weights = config.weights();
    classes = new OperatorClasses(config.classification(), config.numClasses());
    matcher = new OperatorMatcher(config, classes, draws);
    masks = new OperatorMaskLoss(config.maskPoints(), draws);
    this.clock = clock;
  }

  /** Values and gradients; to be called inside a scope, which frees the gradients. */
  OperatorResult evaluate(OperatorBatch batch) {
    double numMasks = Math.max(1, batch.targetCount());
    List<OperatorBatch.Stage> leaves =
        batch.stages().stream().map(OperatorCriterion::leaves).toList();
    List<Tensor> terms = new ArrayList<>();
    List<Forward> forward = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      Forward stage = forward(leaves.get(i), i, batch, numMasks);
      forward.add(stage);
      if (stage.crossEntropy() != null) {
        terms.add(stage.crossEntropy().mul(new Scalar(weights.classification())));
      }
      terms.add(stage.mask().mul(new Scalar(weights.mask())));
      terms.add(stage.dice().mul(new Scalar(weights.dice())));
    }
    Tensor total = terms.getFirst();
    for (Tensor term : terms.subList(1, terms.size())) {
      total = total.add(term);
    }
    Tensor loss = total;
    double value =
        clock.time(
            Phase.BACKWARD,
            () -> {
              loss.backward();
              return loss.item_double();
            });
    clock.evaluated();
    List<OperatorResult.Stage> results = new ArrayList<>();
    for (int i = 0; i < forward.size(); i++) {
      results.add(forward.get(i).result(leaves.get(i)));
    }
    return new OperatorResult(value, results);
  }

  private Forward forward(
      OperatorBatch.Stage stage, int index, OperatorBatch batch, double numMasks) {
    MatchedPairs pairs = clock.time(Phase.MATCHER, () -> matcher.match(stage, index, batch));
    Tensor logits = stage.logits();
    Tensor crossEntropy =
        logits == null
            ? null
            : clock.time(Phase.CLASSES, () -> classes.loss(logits, batch, pairs, numMasks));
    OperatorMaskLoss.Terms ofMasks =
        clock.time(Phase.MASKS, () -> masks.evaluate(stage, index, batch, pairs, numMasks));
    return new Forward(pairs, crossEntropy, ofMasks.crossEntropy(), ofMasks.dice());
  }

  /** Inputs that collect gradients, over the same memory as the batch's. */
  private static OperatorBatch.Stage leaves(OperatorBatch.Stage stage) {
    Tensor logits = stage.logits();
    return new OperatorBatch.Stage(logits == null ? null : leaf(logits), leaf(stage.masks()));
  }

  private static Tensor leaf(Tensor tensor) {
    Tensor leaf = tensor.detach();
    leaf.set_requires_grad(true);
    return leaf;
  }

  private record Forward(
      MatchedPairs pairs, @Nullable Tensor crossEntropy, Tensor mask, Tensor dice) {
    OperatorResult.Stage result(OperatorBatch.Stage leaves) {
      Tensor logits = leaves.logits();
      return new OperatorResult.Stage(
          crossEntropy == null ? Double.NaN : crossEntropy.item_double(),
          mask.item_double(),
          dice.item_double(),
          pairs,
          logits == null ? null : logits.grad(),
          leaves.masks().grad());
    }
  }
}
