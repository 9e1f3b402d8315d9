package io.yoso4j.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.yoso4j.criterion.ImageTargets;
import java.util.EnumSet;
import java.util.List;

/**
 * Which arrays a batch's labels hold, in which order. All begin with the batch's axis, so that
 * DJL's batchifiers stack and split them; places of objects that an image does not use are padding.
 *
 * @param arrays their order; with labels, counts and masks or boxes, none twice
 */
public record TargetLayout(List<TargetArray> arrays) {
  /** Labels, masks, counts: {@code [B, T]}, {@code [B, T, H, W]}, {@code [B]}. */
  public static final TargetLayout DEFAULT =
      of(TargetArray.LABELS, TargetArray.MASKS, TargetArray.COUNTS);

  /** Most rows and columns of an image whose pixels the labels do not hold. */
  static final int MAX_SIDE = 1 << 20;

  /**
   * Copies and checks the list.
   *
   * @throws IllegalArgumentException if an array is missing or there twice
   */
  public TargetLayout {
    arrays = List.copyOf(arrays);
    EnumSet<TargetArray> set = EnumSet.noneOf(TargetArray.class);
    set.addAll(arrays);
    if (set.size() != arrays.size()) {
      throw new IllegalArgumentException("arrays " + arrays + " must not hold one twice");
    }
    if (!set.contains(TargetArray.LABELS)
        || !set.contains(TargetArray.COUNTS)
        || !(set.contains(TargetArray.MASKS) || set.contains(TargetArray.BOXES))) {
      throw new IllegalArgumentException(
          "arrays " + arrays + " must hold LABELS, COUNTS and MASKS or BOXES");
    }
  }

  /**
   * A layout of these arrays in this order.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static TargetLayout of(TargetArray... arrays) {
    return new TargetLayout(List.of(arrays));
  }

  /** Whether an array is there. */
  public boolean has(TargetArray array) {
    return arrays.contains(array);
  }

  /** Whether an array ends in [H, W], which then bounds the size of every image. */
  boolean hasPixels() {
    return has(TargetArray.MASKS) || has(TargetArray.IGNORE);
  }

  /**
   * The labels of a batch, with as many places as the image of the most objects needs (at least 1),
   * as high and wide as the largest image. Class ids, counts, image ids and sizes become int64,
   * masks and ignored regions uint8, boxes float32. What the layout has no array for (boxes, image
   * ids, ignored regions) is left out.
   *
   * @param manager owns the arrays
   * @param targets objects of every image, at least one image
   * @throws IllegalArgumentException if there are no images, an image has no masks, or boxes, that
   *     the layout asks for, or sizes differ where the layout holds masks or ignored regions, but
   *     not the sizes
   */
  public NDList write(NDManager manager, List<ImageTargets> targets) {
    return new TargetWriter(this, manager, targets).write();
  }

  /**
   * The labels of one image, without the batch's axis, for a data set whose images are stacked into
   * batches later.
   *
   * @param manager owns the arrays
   * @param target its objects
   * @param places T, the same for all images of the data set
   * @throws IllegalArgumentException as {@link #write}, or if there are more objects than places
   */
  public NDList writeImage(NDManager manager, ImageTargets target, int places) {
    if (target.count() > places) {
      throw new IllegalArgumentException(
          "image %d has %d objects, more than the %d places"
              .formatted(target.imageId(), target.count(), places));
    }
    return new TargetWriter(this, manager, target, places).write();
  }

  /**
   * The objects of every image of a batch's labels. Masks are copied: the arrays may be closed.
   *
   * @param labels arrays of this layout; further ones are an error
   * @throws IllegalArgumentException if arrays are missing or do not belong together; the message
   *     names array, image and value
   */
  public List<ImageTargets> read(NDList labels) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return new TargetReader(this, labels).read();
    }
  }
}
