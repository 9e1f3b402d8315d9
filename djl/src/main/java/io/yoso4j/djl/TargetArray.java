package io.yoso4j.djl;

/**
 * An array of a batch's labels. B images; T places for objects per image, the first {@link #COUNTS}
 * of which are used; whatever is in the other places is never looked at. Numbers may be of any type
 * that holds them.
 */
public enum TargetArray {
  /** Class index of every object, {@code [B, T]}, in {@code [0, numClasses)}. */
  LABELS,
  /** Mask of every object, {@code [B, T, H, W]}; every value but 0 is inside. */
  MASKS,
  /** Number of objects of every image, B values in {@code [0, T]}. */
  COUNTS,
  /**
   * The data set's id of every image, B values: random points are drawn by them. Without them an
   * image's id is its place in the batch.
   */
  IMAGE_IDS,
  /**
   * Height and width of every image's masks, {@code [B, 2]}: the upper left part of H × W. Without
   * them all are H × W. In a layout without masks and ignored regions, of the image itself: at most
   * 2^20 each.
   */
  SIZES,
  /**
   * Box of every object as (centre x, centre y, width, height), fractions of the image, {@code [B,
   * T, 4]}.
   */
  BOXES,
  /** Pixels about which nothing is known, {@code [B, H, W]}; every value but 0 is one. */
  IGNORE
}
