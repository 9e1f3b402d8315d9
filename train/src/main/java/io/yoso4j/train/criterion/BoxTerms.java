package io.yoso4j.train.criterion;

import io.yoso4j.criterion.LossWeights;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;

/**
 * Box terms of the matched pairs of a group of stages.
 *
 * @param boxes predicted boxes of the pairs, {@code [N, 4]}, with their graph
 * @param gradient of the weighted terms with respect to them, within the range of finite floats
 * @param l1 distance of every pair, {@code [N]}, not normalised
 * @param giou one minus the generalised IoU of every pair, {@code [N]}, not normalised
 */
record BoxTerms(Tensor boxes, Tensor gradient, Tensor l1, Tensor giou) {

  /**
   * Evaluates the terms and their gradient.
   *
   * @param boxes float32 {@code [N, 4]}
   * @param targets float32 {@code [N, 4]}
   * @param numMasks divisor of the terms
   */
  static BoxTerms of(Tensor boxes, Tensor targets, LossWeights weights, double numMasks) {
    if (boxes.size(0) == 0) {
      Tensor none = Tensor.zeros(ElementType.FLOAT32, boxes.device(), 0);
      return new BoxTerms(boxes, Tensor.zerosLike(boxes), none, none);
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor leaf = boxes.detach().to(ElementType.FLOAT64).requiresGrad(true);
      Tensor truth = targets.to(ElementType.FLOAT64);
      Tensor l1 = BoxDistance.l1(leaf, truth);
      Tensor giou = BoxDistance.generalisedIou(leaf, truth).neg().add(1);
      Tensor total = l1.mul(weights.box()).add(giou.mul(weights.giou())).div(numMasks);
      Autograd.backward(List.of(total.sum()));
      Tensor gradient = leaf.grad();
      if (gradient == null) {
        throw new IllegalStateException("no gradient for the boxes of " + leaf);
      }
      return new BoxTerms(
          boxes,
          scope.lift(
              Functional.clamp(gradient, -Float.MAX_VALUE, Float.MAX_VALUE)
                  .to(ElementType.FLOAT32)),
          scope.lift(l1.detach().to(ElementType.FLOAT32)),
          scope.lift(giou.detach().to(ElementType.FLOAT32)));
    }
  }
}
