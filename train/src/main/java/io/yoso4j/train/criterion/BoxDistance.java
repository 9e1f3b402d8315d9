package io.yoso4j.train.criterion;

import io.yoso4j.criterion.loss.BoxLoss;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;

/**
 * L1 distance and generalised IoU of boxes (centre x, centre y, width, height), in float64 as
 * {@link BoxLoss} and with its conventions for degenerate boxes. The arguments {@code […, 4]}
 * broadcast.
 */
final class BoxDistance {
  private BoxDistance() {}

  /** Sum of the absolute differences, {@code […]}. */
  static Tensor l1(Tensor a, Tensor b) {
    return a.sub(b).abs().sum(-1);
  }

  /** Generalised IoU in [-1, 1], {@code […]}. */
  static Tensor generalisedIou(Tensor a, Tensor b) {
    Side x = Side.of(a, b, 0);
    Side y = Side.of(a, b, 1);
    Tensor intersection = x.overlap().mul(y.overlap());
    Tensor union =
        x.length().mul(y.length()).add(x.otherLength().mul(y.otherLength())).sub(intersection);
    Tensor hull = x.hull().mul(y.hull());
    Tensor iou = quotient(intersection, union);
    // Where the hull is empty so is the union, and both quotients are left out.
    return iou.add(quotient(union.sub(hull), hull));
  }

  /** 0 without a gradient where the divisor is 0; NaN stays. */
  private static Tensor quotient(Tensor dividend, Tensor divisor) {
    Tensor zero = Tensor.zerosLike(divisor);
    Tensor empty = divisor.equalTo(zero);
    Tensor safe = Functional.where(empty, zero.add(1.0), divisor);
    return Functional.where(empty, zero, dividend.div(safe));
  }

  /** Both boxes along one axis; a negative extent counts as 0. */
  private record Side(Tensor low, Tensor high, Tensor otherLow, Tensor otherHigh) {
    static Side of(Tensor a, Tensor b, int axis) {
      Tensor half = half(a, axis);
      Tensor otherHalf = half(b, axis);
      Tensor centre = a.select(-1, axis);
      Tensor otherCentre = b.select(-1, axis);
      return new Side(
          centre.sub(half),
          centre.add(half),
          otherCentre.sub(otherHalf),
          otherCentre.add(otherHalf));
    }

    private static Tensor half(Tensor boxes, int axis) {
      return atLeastZero(boxes.select(-1, axis + 2L)).mul(0.5);
    }

    Tensor length() {
      return high.sub(low);
    }

    Tensor otherLength() {
      return otherHigh.sub(otherLow);
    }

    Tensor overlap() {
      return atLeastZero(
          Functional.minimum(high, otherHigh).sub(Functional.maximum(low, otherLow)));
    }

    Tensor hull() {
      return Functional.maximum(high, otherHigh).sub(Functional.minimum(low, otherLow));
    }
  }

  private static Tensor atLeastZero(Tensor values) {
    return Functional.clamp(values, 0, Double.POSITIVE_INFINITY);
  }
}
