package io.yoso4j.data.mask;

import java.util.Arrays;

/**
 * Collects foreground stretches of column-major pixels, in ascending order, into run lengths
 * without empty runs (but for the first, which counts background and may be 0). Stretches that
 * touch or overlap become one.
 */
final class RunBuilder {
  private final int height;
  private final int width;
  private final int pixels;
  private int[] counts = new int[16];
  private int size = 0;
  private int end = 0;

  RunBuilder(int height, int width) {
    this.height = height;
    this.width = width;
    this.pixels = MaskSize.pixels(height, width);
  }

  /** Adds the pixels {@code [from, to)}; {@code from} must not be below an earlier {@code from}. */
  void foreground(int from, int to) {
    if (to <= from) {
      return;
    }
    if (size == 0) {
      append(from);
      append(to - from);
    } else if (from <= end) {
      counts[size - 1] += Math.max(0, to - end);
    } else {
      append(from - end);
      append(to - from);
    }
    end = Math.max(end, to);
  }

  /** Adds background up to the last pixel and returns the mask. */
  Rle build() {
    if (end < pixels) {
      append(pixels - end);
    }
    return Rle.ofCanonical(height, width, Arrays.copyOf(counts, size));
  }

  private void append(int count) {
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size * 2);
    }
    counts[size++] = count;
  }
}
