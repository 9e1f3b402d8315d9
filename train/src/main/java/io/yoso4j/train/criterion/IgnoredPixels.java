package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;

/**
 * Pixels of images that take no part: a region of each, and what lies outside the image.
 *
 * @param regions of every image; an absent one ignores nothing inside
 * @param heights rows of every image, int64
 * @param widths columns of every image, int64
 */
record IgnoredPixels(BitPlanes regions, Tensor heights, Tensor widths) {

  /** The images in another shape, such as {@code [B, 1]}. */
  IgnoredPixels view(long... shape) {
    return new IgnoredPixels(regions.view(shape), heights.view(shape), widths.view(shape));
  }

  /** Some of the images, also several times; needs a flat shape. */
  IgnoredPixels select(Tensor index) {
    return new IgnoredPixels(
        regions.select(index), heights.indexSelect(0, index), widths.indexSelect(0, index));
  }

  /** Some of the images in a row; needs a flat shape. */
  IgnoredPixels narrow(long from, long count) {
    return new IgnoredPixels(
        regions.narrow(from, count), heights.narrow(0, from, count), widths.narrow(0, from, count));
  }

  /** 1 where the pixel that holds a point takes part, else 0; points are {@code […, 2]}. */
  Tensor visible(Tensor points, Frame frame) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.lift(visible(frame.pixelRows(points), frame.pixelColumns(points)));
    }
  }

  /**
   * 1 where a pixel takes part, else 0, as float32.
   *
   * @param rows int64 rows, at least 0
   * @param columns int64 columns, at least 0
   */
  Tensor visible(Tensor rows, Tensor columns) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor inside =
          rows.lessThan(heights).bitAnd(columns.lessThan(widths)).to(ElementType.FLOAT32);
      return scope.lift(regions.at(rows, columns).neg().add(1.0).mul(inside));
    }
  }
}
