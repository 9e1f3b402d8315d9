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
