package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A binary mask of one bit per pixel, row-major and without padding: pixel {@code (y, x)} is bit
 * {@code y * width + x}, that is bit {@code index % 64} of word {@code index / 64}. Bits past the
 * last pixel are 0. Mutable and not thread-safe. What is not here is done on runs: {@link
 * Rle#encode}.
 */
public final class Bitmap {
  private final int height;
  private final int width;
  private final long[] words;

  private Bitmap(int height, int width, long[] words) {
    this.height = height;
    this.width = width;
    this.words = words;
  }

  /**
   * An empty mask.
   *
   * @throws DataException if the size is not positive or above 2^28 pixels
   */
  public static Bitmap of(int height, int width) {
    int pixels = MaskSize.pixels(height, width);
    return new Bitmap(height, width, new long[(pixels + 63) >>> 6]);
  }

  /**
   * A mask over the given words, which are not copied.
   *
   * @throws DataException if the size is not allowed, the number of words does not fit it, or a bit
   *     past the last pixel is set
   */
  public static Bitmap of(int height, int width, long[] words) {
    int pixels = MaskSize.pixels(height, width);
    int expected = (pixels + 63) >>> 6;
    if (words.length != expected) {
      throw new DataException(
          "mask of %dx%d needs %d words, got %d".formatted(height, width, expected, words.length));
    }
    int used = pixels & 63;
    if (used != 0 && words[expected - 1] >>> used != 0) {
      throw new DataException(
          "mask of %dx%d has bits set after its last pixel %d"
              .formatted(height, width, pixels - 1));
    }
    return new Bitmap(height, width, words);
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** The bits themselves, not a copy. */
  public long[] words() {
    return words;
  }

  /** Whether pixel {@code (y, x)} is foreground. */
  public boolean get(int y, int x) {
    int index = index(y, x);
    return (words[index >>> 6] >>> index & 1) != 0;
  }

  /** Makes pixel {@code (y, x)} foreground or background. */
  public void set(int y, int x, boolean foreground) {
    int index = index(y, x);
    if (foreground) {
      words[index >>> 6] |= 1L << index;
    } else {
      words[index >>> 6] &= ~(1L << index);
    }
  }

  /** The number of foreground pixels. */
  public long area() {
    long area = 0;
    for (long word : words) {
      area += Long.bitCount(word);
    }
    return area;
  }

  /**
   * The number of pixels that are foreground here and in another mask.
   *
   * @throws DataException if the sizes differ
   */
  public long sharedPixels(Bitmap other) {
    requireSameSize(other);
    long shared = 0;
    for (int i = 0; i < words.length; i++) {
      shared += Long.bitCount(words[i] & other.words[i]);
    }
    return shared;
  }

  /**
   * Adds the foreground of another mask to this one.
   *
   * @throws DataException if the sizes differ
   */
  public void unite(Bitmap other) {
    requireSameSize(other);
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  /**
   * Keeps only what is foreground of another mask too.
   *
   * @throws DataException if the sizes differ
   */
  public void intersect(Bitmap other) {
    requireSameSize(other);
    for (int i = 0; i < words.length; i++) {
      words[i] &= other.words[i];
    }
  }

  /**
   * Removes the foreground of another mask from this one.
   *
   * @throws DataException if the sizes differ
   */
  public void subtract(Bitmap other) {
    requireSameSize(other);
    for (int i = 0; i < words.length; i++) {
      words[i] &= ~other.words[i];
    }
  }

  /** Whether both are of one size and have the same foreground. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bitmap that
        && height == that.height
        && width == that.width
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Objects.hash(height, width, Arrays.hashCode(words));
  }

  @Override
  public String toString() {
    return "Bitmap[" + height + "x" + width + ", area " + area() + "]";
  }

  private void requireSameSize(Bitmap other) {
    if (height != other.height || width != other.width) {
      throw new DataException(
          "masks of different size: %dx%d and %dx%d"
              .formatted(height, width, other.height, other.width));
    }
  }

  private int index(int y, int x) {
    return Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width);
  }
}
