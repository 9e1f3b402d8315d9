package io.yoso4j.criterion;

import io.yoso4j.criterion.sampling.BitPlane;
import io.yoso4j.criterion.sampling.Extent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A binary mask, one bit per pixel in row-major order: pixel (y, x) is bit {@code y * width + x}.
 */
public final class BitMask {
  private final int height;
  private final int width;
  private final long[] words;
  private final BitPlane plane;
  private volatile @Nullable Extent extent;

  private BitMask(int height, int width, long[] words) {
    this.height = height;
    this.width = width;
    this.words = words;
    plane = new BitPlane(height, width, words);
  }

  /**
   * A mask over existing bits. The array is kept, not copied: whoever passes it must not change it
   * while the mask is in use.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param words at least {@code ceil(height * width / 64)} words; bits after the last pixel are
   *     ignored
   * @throws IllegalArgumentException if a size is not positive, the mask has more than 2^31 - 1
   *     pixels or there are too few words
   */
  public static BitMask of(int height, int width, long[] words) {
    Checks.positive("mask height", height);
    Checks.positive("mask width", width);
    long pixels = (long) height * width;
    if (pixels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "mask of " + height + " x " + width + " must have at most 2^31 - 1 pixels");
    }
    if (words.length < (pixels + 63) / 64) {
      throw new IllegalArgumentException(
          "mask of "
              + height
              + " x "
              + width
              + " needs "
              + (pixels + 63) / 64
              + " words, got "
              + words.length);
    }
    return new BitMask(height, width, words);
  }

  /**
   * A mask from one byte per pixel, row by row; every value but 0 is inside.
   *
   * @throws IllegalArgumentException if a size is not positive or the array is not {@code height ×
   *     width} long
   */
  public static BitMask ofPixels(int height, int width, byte[] pixels) {
    long[] words = emptyWords(height, width);
    requireLength("pixels", (long) height * width, pixels.length);
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] != 0) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return of(height, width, words);
  }

  /**
   * A mask from COCO's run lengths: pixels counted down the columns, runs alternate between outside
   * and inside, beginning with outside.
   *
   * @throws IllegalArgumentException if a size is not positive, a run is negative or the runs do
   *     not add up to {@code height × width}
   */
  public static BitMask ofRunLengths(int height, int width, int[] counts) {
    long[] words = emptyWords(height, width);
    long at = 0;
    for (int run = 0; run < counts.length; run++) {
      Checks.nonNegative("counts[" + run + "]", counts[run]);
      long end = at + counts[run];
      if (end > (long) height * width) {
        break;
      }
      for (; run % 2 == 1 && at < end; at++) {
        int bit = (int) (at % height) * width + (int) (at / height);
        words[bit >>> 6] |= 1L << bit;
      }
      at = end;
    }
    requireLength("the sum of counts", (long) height * width, sum(counts));
    return of(height, width, words);
  }

  private static long sum(int[] counts) {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private static long[] emptyWords(int height, int width) {
    Checks.positive("mask height", height);
    Checks.positive("mask width", width);
    return new long[Math.toIntExact(((long) height * width + 63) / 64)];
  }

  private static void requireLength(String what, long expected, long actual) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          what + " (" + actual + ") must be height * width (" + expected + ")");
    }
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /**
   * The pixel's value.
   *
   * @throws IndexOutOfBoundsException if the pixel is outside
   */
  public boolean get(int y, int x) {
    int bit = Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width);
    return ((words[bit >>> 6] >>> bit) & 1) != 0;
  }

  /** The bits themselves, shared with this mask. */
  public long[] words() {
    return words;
  }

  BitPlane plane() {
    return plane;
  }

  /** Computed when first asked for; threads that meet here compute the same. */
  Extent extent() {
    Extent known = extent;
    if (known == null) {
      known = plane.extent();
      extent = known;
    }
    return known;
  }
}
