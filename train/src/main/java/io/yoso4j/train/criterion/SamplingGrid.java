package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Tensor;

/** Points as {@code grid_sample} takes them. */
final class SamplingGrid {
  private SamplingGrid() {}

  /**
   * A grid of one row.
   *
   * @param points {@code [N, P, 2]}, (x, y) in [0, 1]
   * @return {@code [N, 1, P, 2]}, in [-1, 1]
   */
  static Tensor of(Tensor points) {
    return points.mul(2.0).sub(1).unsqueeze(1);
  }
}
