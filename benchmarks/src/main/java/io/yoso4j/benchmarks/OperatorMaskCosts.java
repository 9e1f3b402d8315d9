package io.yoso4j.benchmarks;

import static io.yoso4j.benchmarks.Operators.crossEntropyWithLogits;
import static io.yoso4j.benchmarks.Operators.oneMinus;
import static io.yoso4j.benchmarks.Operators.products;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Mask part of the matching cost of all pairs: predictions [Q, P] against targets [T, P]. */
final class OperatorMaskCosts {
  private OperatorMaskCosts() {}

  /** {@code batch_sigmoid_ce_loss}: mean binary cross-entropy, {@code [Q, T]}. */
  static Tensor crossEntropy(Tensor logits, Tensor labels) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor positive;
      try (Tensor ones = torch.ones_like(logits)) {
        positive = crossEntropyWithLogits(logits, ones);
      }
      Tensor negative;
      try (Tensor zeros = torch.zeros_like(logits)) {
        negative = crossEntropyWithLogits(logits, zeros);
      }
      Tensor sum = products(positive, labels).add(products(negative, oneMinus(labels)));
      return scope.pass(sum.div(new Scalar(logits.size(1))));
    }
  }

  /** {@code batch_dice_loss}, {@code [Q, T]}. */
  static Tensor dice(Tensor logits, Tensor labels) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor sigmoids = logits.sigmoid();
      return scope.pass(
          Operators.dice(
              products(sigmoids, labels),
              sigmoids.sum(-1).unsqueeze(1),
              labels.sum(-1).unsqueeze(0)));
    }
  }
}
