package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageLimits;
import io.yoso4j.data.image.ImageSize;
import java.nio.file.Path;

/**
 * The size of an image as an annotation file or the image's own header says it, checked before
 * anything relies on it.
 */
final class AnnouncedSize {

  private static final int MAX_SIDE = 1 << 20;

  private AnnouncedSize() {}

  static void require(long width, long height, ImageLimits limits) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new DataException(
          "width and height must be from 1 to %d, got %dx%d".formatted(MAX_SIDE, width, height));
    }
    if (width * height > limits.maxPixels()) {
      throw new DataException(
          "too large: %dx%d, limit %d pixels".formatted(width, height, limits.maxPixels()));
    }
  }

  /** That in the header of an image file. */
  static ImageSize of(Path image, ImageLimits limits) {
    ImageSize size = ImageFiles.readSize(image);
    try {
      require(size.width(), size.height(), limits);
    } catch (DataException e) {
      throw e.in(image.toString());
    }
    return size;
  }
}
