package io.yoso4j.criterion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one image.
 *
 * @param imageId the data set's id, used in draws and reports
 * @param labels contiguous class index of every object, in {@code [0, numClasses)}
 * @param masks mask of every object, all {@code height × width}
 * @param height of the masks in pixels; counts towards the batch maximum to which the loss pads,
 *     also in an image without objects
 * @param width of the masks in pixels, likewise
 * @param boxes box of every object as (centre x, centre y, width, height), fractions of the image,
 *     {@code [T, 4]}; null if there are none
 * @param ignore pixels about which nothing is known (crowds), {@code height × width}; null for
 *     none. Used only by a criterion whose configuration excludes ignored regions
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageTargets(
    long imageId,
    int[] labels,
    List<BitMask> masks,
    int height,
    int width,
    float @Nullable [] boxes,
    @Nullable BitMask ignore) {

  /**
   * Checks that labels, masks and boxes belong together. Arrays are kept, not copied.
   *
   * @throws IllegalArgumentException if the numbers of labels, masks and boxes differ (objects with
   *     boxes may have no masks at all) or a mask has another size
   */
  public ImageTargets {
    masks = List.copyOf(masks);
    if (labels.length != masks.size() && !(masks.isEmpty() && boxes != null)) {
      throw new IllegalArgumentException(
          "image " + imageId + ": " + labels.length + " labels but " + masks.size() + " masks");
    }
    if (boxes != null && boxes.length != 4 * labels.length) {
      throw new IllegalArgumentException(
          "image "
              + imageId
              + ": boxes hold "
              + boxes.length
              + " values, expected 4 for each of "
              + labels.length
              + " labels");
    }
    for (int i = 0; i < masks.size(); i++) {
      requireSize(imageId, "mask " + i, masks.get(i), height, width);
    }
    if (ignore != null) {
      requireSize(imageId, "ignore", ignore, height, width);
    }
  }

  private static void requireSize(long imageId, String what, BitMask mask, int height, int width) {
    if (mask.height() != height || mask.width() != width) {
      throw new IllegalArgumentException(
          "image "
              + imageId
              + ": "
              + what
              + " is "
              + mask.height()
              + " x "
              + mask.width()
              + ", expected "
              + height
              + " x "
              + width
              + " as for all masks of the image");
    }
  }

  /** Targets without boxes and ignored regions. */
  public ImageTargets(long imageId, int[] labels, List<BitMask> masks, int height, int width) {
    this(imageId, labels, masks, height, width, null, null);
  }

  /**
   * Targets with the size of their first mask; an image without objects then has no size of its
   * own.
   */
  public ImageTargets(long imageId, int[] labels, List<BitMask> masks) {
    this(
        imageId,
        labels,
        masks,
        masks.isEmpty() ? 0 : masks.getFirst().height(),
        masks.isEmpty() ? 0 : masks.getFirst().width());
  }

  /** Number of objects. */
  public int count() {
    return labels.length;
  }

  /** The same objects with their boxes, {@code [T, 4]}. */
  public ImageTargets withBoxes(float[] newBoxes) {
    return new ImageTargets(imageId, labels, masks, height, width, newBoxes, ignore);
  }

  /** The same objects with a region about which nothing is known. */
  public ImageTargets withIgnore(BitMask region) {
    return new ImageTargets(imageId, labels, masks, height, width, boxes, region);
  }
}
