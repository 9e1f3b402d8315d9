package io.yoso4j.criterion;

import java.util.List;

/**
 * The objects of one image.
 *
 * @param imageId the data set's id, used in draws and reports
 * @param labels contiguous class index of every object, in {@code [0, numClasses)}
 * @param masks mask of every object, all {@code height × width}
 * @param height of the masks in pixels; counts towards the batch maximum to which the loss pads,
 *     also in an image without objects
 * @param width of the masks in pixels, likewise
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageTargets(long imageId, int[] labels, List<BitMask> masks, int height, int width) {

  /**
   * Checks that labels and masks belong together. The label array is kept, not copied.
   *
   * @throws IllegalArgumentException if the numbers of labels and masks differ or a mask has
   *     another size
   */
  public ImageTargets {
    masks = List.copyOf(masks);
    if (labels.length != masks.size()) {
      throw new IllegalArgumentException(
          "image " + imageId + ": " + labels.length + " labels but " + masks.size() + " masks");
    }
    for (int i = 0; i < masks.size(); i++) {
      BitMask mask = masks.get(i);
      if (mask.height() != height || mask.width() != width) {
        throw new IllegalArgumentException(
            "image "
                + imageId
                + ": mask "
                + i
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
}
