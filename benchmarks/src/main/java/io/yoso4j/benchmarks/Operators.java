package io.yoso4j.benchmarks;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptionalList;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Single operators as Python's front end calls them. Arguments stay open; what a call makes on its
 * way is freed as soon as Python would free it.
 */
final class Operators {
  static final Scalar ONE = immortal(new Scalar(1.0));
  static final Scalar TWO = immortal(new Scalar(2.0));
  private static final TensorOptional NONE = immortal(new TensorOptional());

  /** Reductions as libtorch numbers them. */
  private static final long REDUCE_NONE = 0;

  private static final long REDUCE_MEAN = 1;
  private static final long IGNORE_NOTHING = -100;

  private Operators() {}

  private static <P extends Pointer> P immortal(P pointer) {
    return pointer.retainReference();
  }

  /** {@code binary_cross_entropy_with_logits(reduction="none")}. */
  static Tensor crossEntropyWithLogits(Tensor logits, Tensor labels) {
    return torch.binary_cross_entropy_with_logits(logits, labels, NONE, NONE, REDUCE_NONE);
  }

  /** {@code cross_entropy} of {@code [B, C, Q]}: the mean weighted by class. */
  static Tensor crossEntropy(Tensor logits, Tensor classes, Tensor weights) {
    try (TensorOptional weight = new TensorOptional(weights)) {
      return torch.cross_entropy_loss(logits, classes, weight, REDUCE_MEAN, IGNORE_NOTHING, 0);
    }
  }

  /** {@code einsum("nc,mc->nm")}. */
  static Tensor products(Tensor rows, Tensor columns) {
    try (TensorVector operands = new TensorVector(rows, columns)) {
      return torch.einsum("nc,mc->nm", operands);
    }
  }

  /** {@code tensor[first, second]} for two index vectors. */
  static Tensor pick(Tensor tensor, Tensor first, Tensor second) {
    try (TensorOptionalList indices = indices(first, second)) {
      return tensor.index(indices);
    }
  }

  /** {@code tensor[first, second] = values}. */
  static void put(Tensor tensor, Tensor first, Tensor second, Tensor values) {
    try (TensorOptionalList indices = indices(first, second)) {
      tensor.index_put_(indices, values);
    }
  }

  private static TensorOptionalList indices(Tensor first, Tensor second) {
    TensorOptionalList indices = new TensorOptionalList();
    try (TensorOptional one = new TensorOptional(first);
        TensorOptional two = new TensorOptional(second)) {
      indices.push_back(one);
      indices.push_back(two);
    }
    return indices;
  }

  /** {@code cat([first, second], dim=1)}. */
  static Tensor joined(Tensor first, Tensor second) {
    try (TensorVector parts = new TensorVector(first, second)) {
      return torch.cat(parts, 1);
    }
  }

  /** {@code 1 - tensor}. */
  static Tensor oneMinus(Tensor tensor) {
    return torch.rsub(tensor, ONE);
  }

  /**
   * {@code 1 - (2 * overlap + 1) / (first + second + 1)}, the arguments broadcast against each
   * other.
   */
  static Tensor dice(Tensor overlap, Tensor first, Tensor second) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor numerator = overlap.mul(TWO).add(ONE);
      Tensor denominator = first.add(second).add(ONE);
      return scope.pass(oneMinus(numerator.div(denominator)));
    }
  }

  /**
   * {@code point_sample}: planes {@code [N, 1, H, W]} read at {@code [N, P, 2]} fractions (x, y) of
   * width and height give {@code [N, P]}.
   */
  static Tensor pointSample(Tensor planes, Tensor points) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor grid;
      try (Tensor doubled = points.unsqueeze(2).mul(TWO)) {
        grid = doubled.sub(ONE);
      }
      return scope.pass(torch.grid_sampler(planes, grid, 0, 0, false).squeeze(3).squeeze(1));
    }
  }
}
