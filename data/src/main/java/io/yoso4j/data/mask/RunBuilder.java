package io.yoso4j.data.mask;

import java.util.Arrays;

/**
 * Collects foreground stretches of column-major pixels, in ascending order, into runs without empty
 * ones (but for the first, which is background and may be empty). Stretches that touch or overlap
 * become one.
 */
final class RunBuilder {
  private final int height;
  private final int width;
  private final int pixels;
  private int[] ends;
  private int size = 0;

  RunBuilder(int height, int width) {
    this(height, width, 16);
  }

  /** A builder with room for so many runs; it grows where there are more. */
  RunBuilder(int height, int width, int runs) {
    this.height = height;
    this.width = width;
    this.pixels = MaskSize.pixels(height, width);
    this.ends = new int[Math.max(2, runs)];
  }

  /** Adds the pixels {@code [from, to)}; {@code from} must not be below an earlier {@code from}. */
  void foreground(int from, int to) {
    if (to <= from) {
      return;
    }
    if (size > 0 && from <= ends[size - 1]) {
      ends[size - 1] = Math.max(ends[size - 1], to);
      return;
    }
    if (size + 2 > ends.length) {
      ends = Arrays.copyOf(ends, ends.length * 2);
    }
    ends[size++] = from;
    ends[size++] = to;
  }

  /** Adds background up to the last pixel and returns the mask. */
  Rle build() {
    boolean full = size > 0 && ends[size - 1] == pixels;
    int[] runs = Arrays.copyOf(ends, full ? size : size + 1);
    runs[runs.length - 1] = pixels;
    return Rle.ofCanonical(height, width, runs);
  }
}
