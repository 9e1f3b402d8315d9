package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;

/**
 * Binary masks of any sizes as bits on the device, zero outside: read where needed, never expanded.
 *
 * <p>Origins, heights and widths have one entry per mask and broadcast against coordinates.
 *
 * @param words all masks' bits, int64, 64 pixels each, row-major within a mask
 * @param origins first bit of every mask, a multiple of 64
 * @param heights rows of every mask; 0 for a mask that is absent
 * @param widths columns of every mask; 0 for a mask that is absent
 */
record BitPlanes(Tensor words, Tensor origins, Tensor heights, Tensor widths) {
  private static final int WORD_SHIFT = 6;
  private static final int WORD_MASK = 63;

  /** The masks in another shape, such as {@code [B, T, 1]}. */
  BitPlanes view(long... shape) {
    return new BitPlanes(words, origins.view(shape), heights.view(shape), widths.view(shape));
  }

  /** Some of the masks; needs a flat shape. */
  BitPlanes select(Tensor index) {
    return new BitPlanes(
        words,
        origins.indexSelect(0, index),
        heights.indexSelect(0, index),
        widths.indexSelect(0, index));
  }

  /** Some of the masks in a row; needs a flat shape. */
  BitPlanes narrow(long from, long count) {
    return new BitPlanes(
        words,
        origins.narrow(0, from, count),
        heights.narrow(0, from, count),
        widths.narrow(0, from, count));
  }

  /**
   * The masks read bilinearly, in [0, 1].
   *
   * @param rows float32 row coordinates, whole numbers at pixel centres
   * @param columns float32 column coordinates
   */
  Tensor bilinear(Tensor rows, Tensor columns) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor upper = rows.floor();
      Tensor left = columns.floor();
      Tensor down = rows.sub(upper);
      Tensor right = columns.sub(left);
      Tensor top = upper.to(ElementType.INT64);
      Tensor start = left.to(ElementType.INT64);
      Tensor bottom = top.add(1L);
      Tensor end = start.add(1L);
      Tensor up = down.neg().add(1.0);
      Tensor values = mix(at(top, start), at(top, end), right).mul(up);
      values.addInPlace(mix(at(bottom, start), at(bottom, end), right).mul(down));
      return scope.lift(values);
    }
  }

  private static Tensor mix(Tensor first, Tensor second, Tensor fraction) {
    return first.mul(fraction.neg().add(1.0)).addInPlace(second.mulInPlace(fraction));
  }

  /**
   * The masks' pixels, 0 or 1 as float32.
   *
   * @param rows int64 rows, any value
   * @param columns int64 columns, any value
   */
  Tensor at(Tensor rows, Tensor columns) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor inside =
          rows.atLeast(0)
              .bitAnd(rows.lessThan(heights))
              .bitAnd(columns.atLeast(0).bitAnd(columns.lessThan(widths)))
              .to(ElementType.INT64);
      Tensor bit = rows.mul(widths).add(columns).mul(inside).addInPlace(origins);
      Tensor word = words.take(bit.shiftRight(WORD_SHIFT));
      Tensor value = word.shiftRight(bit.bitAnd(WORD_MASK)).bitAnd(1);
      return scope.lift(value.mulInPlace(inside).to(ElementType.FLOAT32));
    }
  }
}
