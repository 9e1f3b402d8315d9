package io.yoso4j.data.image;

/**
 * How large an image may be. Checked against the header, before memory is reserved, so that a file
 * of a few bytes that announces a huge image does no harm.
 *
 * @param maxPixels largest {@code width * height}, at least 1
 * @param maxFileBytes largest file, at least 1
 */
public record ImageLimits(long maxPixels, long maxFileBytes) {

  /** 100 million pixels (300 MB decoded) and 256 MiB of file. */
  public static final ImageLimits DEFAULT = new ImageLimits(100_000_000L, 256L << 20);

  /** Checks the ranges. */
  public ImageLimits {
    if (maxPixels < 1 || maxFileBytes < 1) {
      throw new IllegalArgumentException(
          "maxPixels and maxFileBytes must be at least 1, got %d and %d"
              .formatted(maxPixels, maxFileBytes));
    }
  }
}
