package io.yoso4j.train.criterion;

import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.loss.FocalMaskLoss;
import io.yoso4j.criterion.loss.MaskLoss;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Pointwise mask term and dice of some pairs, as {@link MaskLoss} and {@link FocalMaskLoss} define
 * them.
 *
 * @param pointwise mean over the points of every pair, {@code [N]}
 * @param dice of every pair, {@code [N]}
 */
record PointLoss(Tensor pointwise, Tensor dice) {

  /**
   * Evaluates both, with the graph of the logits.
   *
   * @param logits {@code [N, P]}
   * @param labels in [0, 1], {@code [N, P]}
   * @param visible 1 for points that take part, 0 for others, {@code [N, P]}; null if all do. A
   *     pair of which none does has terms and gradient 0
   */
  static PointLoss of(MaskTerm term, Tensor logits, Tensor labels, @Nullable Tensor visible) {
    if (visible == null) {
      Tensor sigmoid = Functional.sigmoid(logits);
      return new PointLoss(
          pointwise(term, logits, labels).mean(1), dice(sigmoid.mul(labels), sigmoid, labels));
    }
    // Whatever a network says where nobody looks, NaN included, must not be multiplied by 0.
    Tensor seen = Functional.where(visible.greaterThan(0), logits, Tensor.zerosLike(visible));
    Tensor sigmoid = Functional.sigmoid(seen).mul(visible);
    Tensor counts = Functional.clamp(visible.sum(1), 1, Double.POSITIVE_INFINITY);
    return new PointLoss(
        pointwise(term, seen, labels).mul(visible).sum(1).div(counts),
        dice(sigmoid.mul(labels), sigmoid, labels.mul(visible)));
  }

  private static Tensor pointwise(MaskTerm term, Tensor logits, Tensor labels) {
    Tensor crossEntropy = Functional.binaryCrossEntropy(logits, labels);
    return switch (term) {
      case MaskTerm.BinaryCrossEntropy() -> crossEntropy;
      case MaskTerm.Focal(double alpha, double gamma) -> {
        Tensor absent = labels.neg().add(1);
        // The miss s (1 - y) + (1 - s) y as a logarithm: its power has a finite derivative at 0.
        Tensor miss =
            Functional.logAddExp(
                absent.log().sub(Functional.softplus(logits.neg())),
                labels.log().sub(Functional.softplus(logits)));
        Tensor weighted = miss.mul(gamma).exp().mul(crossEntropy);
        yield alpha < 0 ? weighted : weighted.mul(labels.mul(alpha).add(absent.mul(1 - alpha)));
      }
    };
  }

  private static Tensor dice(Tensor overlap, Tensor sigmoid, Tensor labels) {
    Tensor area = sigmoid.sum(1).add(labels.sum(1)).add(1);
    return overlap.sum(1).mul(2.0).add(1).div(area).neg().add(1);
  }
}
