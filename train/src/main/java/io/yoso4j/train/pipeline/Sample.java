package io.yoso4j.train.pipeline;

import io.yoso4j.data.mask.Bitmap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One augmented training image with its targets. Treat as immutable: arrays and masks are shared,
 * not copied.
 */
public final class Sample {
  private final long imageId;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final int validHeight;
  private final int validWidth;
  private final int[] labels;
  private final List<Bitmap> masks;
  private final @Nullable Bitmap ignore;
  private final int droppedObjects;
  private final List<String> warnings;

  Sample(
      long imageId,
      int height,
      int width,
      byte[] pixels,
      int validHeight,
      int validWidth,
      int[] labels,
      List<Bitmap> masks,
      @Nullable Bitmap ignore,
      int droppedObjects,
      List<String> warnings) {
    Objects.checkFromToIndex(0, validHeight, height);
    Objects.checkFromToIndex(0, validWidth, width);
    if (pixels.length != 3 * height * width) {
      throw new IllegalArgumentException(
          "pixels must hold 3·%d·%d bytes, got %d".formatted(height, width, pixels.length));
    }
    if (labels.length != masks.size()) {
      throw new IllegalArgumentException(
          "labels and masks must be as many, got %d and %d".formatted(labels.length, masks.size()));
    }
    this.imageId = imageId;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.validHeight = validHeight;
    this.validWidth = validWidth;
    this.labels = labels;
    this.masks = List.copyOf(masks);
    this.ignore = ignore;
    this.droppedObjects = droppedObjects;
    this.warnings = List.copyOf(warnings);
  }

  /** The image in its data set. */
  public long imageId() {
    return imageId;
  }

  /** Rows, pixels. */
  public int height() {
    return height;
  }

  /** Columns, pixels. */
  public int width() {
    return width;
  }

  /** Unsigned bytes {@code [3, height, width]}: the red plane, the green one, the blue one. */
  public byte[] pixels() {
    return pixels;
  }

  /** Rows from the top that show the image; below is padding, but for objects pasted there. */
  public int validHeight() {
    return validHeight;
  }

  /** Columns from the left that show the image; to the right is padding, but for objects pasted. */
  public int validWidth() {
    return validWidth;
  }

  /** The class index of each object. */
  public int[] labels() {
    return labels;
  }

  /** The mask of each object, {@code [height, width]}, none of them empty. */
  public List<Bitmap> masks() {
    return masks;
  }

  /**
   * Pixels about which nothing is known, {@code [height, width]}: crowds and padding, without the
   * objects themselves; null if the augmenter does not keep them.
   */
  public @Nullable Bitmap ignore() {
    return ignore;
  }

  /** Objects of the image that have no pixel left after cropping and pasting. */
  public int droppedObjects() {
    return droppedObjects;
  }

  /** Images that could not be read and that this one stands in for, one line each. */
  public List<String> warnings() {
    return warnings;
  }

  Sample withWarnings(List<String> more) {
    return new Sample(
        imageId,
        height,
        width,
        pixels,
        validHeight,
        validWidth,
        labels,
        masks,
        ignore,
        droppedObjects,
        more);
  }
}
