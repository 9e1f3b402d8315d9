package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;

/**
 * The sizes of which points (x, y) in [0, 1] are fractions. They broadcast against coordinates.
 *
 * @param heights float32, at least 0
 * @param widths float32, at least 0
 */
record Frame(Tensor heights, Tensor widths) {
  /** The same size for {@code count} images. */
  static Frame of(int height, int width, long count, Device device) {
    return new Frame(
        Tensor.zeros(ElementType.FLOAT32, device, count).fillInPlace(height),
        Tensor.zeros(ElementType.FLOAT32, device, count).fillInPlace(width));
  }

  /** The frames in another shape. */
  Frame view(long... shape) {
    return new Frame(heights.view(shape), widths.view(shape));
  }

  /**
   * Row coordinates, whole numbers at pixel centres.
   *
   * @param points {@code […, 2]}
   */
  Tensor rows(Tensor points) {
    return points.select(-1, 1).mul(heights).sub(0.5);
  }

  /** Column coordinates, likewise. */
  Tensor columns(Tensor points) {
    return points.select(-1, 0).mul(widths).sub(0.5);
  }

  /** Rows of the pixels that hold the points, int64. */
  Tensor pixelRows(Tensor points) {
    return pixels(points.select(-1, 1), heights);
  }

  /** Columns of the pixels that hold the points, int64. */
  Tensor pixelColumns(Tensor points) {
    return pixels(points.select(-1, 0), widths);
  }

  private static Tensor pixels(Tensor fractions, Tensor size) {
    return Functional.minimum(fractions.mul(size).floor(), size.sub(1)).to(ElementType.INT64);
  }
}
