package io.yoso4j.data.health;

/**
 * How the objects of a data set, crowds left out, fit a model.
 *
 * @param images images of all parts
 * @param objects objects of all parts that have at least a pixel
 * @param maxPerImage most objects in one image
 * @param meanPerImage of all images, empty ones included
 * @param medianPerImage half of the images have at most as many
 * @param p99PerImage 99 of 100 images have at most as many
 * @param imagesOverQueries images with more objects than queries
 * @param belowCell objects that, at the training size, cover less than a cell of a mask grid with
 *     stride 4, on which YOSO predicts
 * @param belowCoarseCell the same at stride 8
 */
public record ObjectFit(
    int images,
    int objects,
    int maxPerImage,
    double meanPerImage,
    int medianPerImage,
    int p99PerImage,
    int imagesOverQueries,
    int belowCell,
    int belowCoarseCell) {

  /** Side of a cell of the masks that YOSO predicts, in pixels of the training image. */
  public static final int STRIDE = 4;

  static final int COARSE_STRIDE = 8;
}
