package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;

/** The limits on the size of a mask, checked before anything is allocated. */
final class MaskSize {
  /** 16384 x 16384 pixels, 32 MiB as bits; keeps every pixel index within an int. */
  static final long MAX_PIXELS = 1L << 28;

  private MaskSize() {}

  /** Returns {@code height * width} of an allowed size. */
  static int pixels(int height, int width) {
    if (height < 1 || width < 1) {
      throw new DataException(
          "mask size " + height + "x" + width + " (height x width) must be positive");
    }
    long pixels = (long) height * width;
    if (pixels > MAX_PIXELS) {
      throw new DataException(
          "mask size %dx%d (height x width) has %d pixels; at most %d are supported"
              .formatted(height, width, pixels, MAX_PIXELS));
    }
    return (int) pixels;
  }
}
