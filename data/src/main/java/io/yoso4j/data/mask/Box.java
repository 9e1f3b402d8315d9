package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;

/**
 * An axis-aligned box in pixels: the corner with the smallest coordinates, and the extent.
 *
 * @param x left edge
 * @param y top edge
 * @param width extent to the right, at least 0
 * @param height extent downwards, at least 0
 */
public record Box(double x, double y, double width, double height) {
  /**
   * @throws DataException if a value is not finite, or the width or height is negative
   */
  public Box {
    requireFinite("x", x);
    requireFinite("y", y);
    requireExtent("width", width);
    requireExtent("height", height);
  }

  /** {@code width * height}, in pixels. */
  public double area() {
    return width * height;
  }

  /**
   * Intersection over union, after COCO: touching boxes have 0, as have boxes of area 0.
   *
   * @param detection the detected box
   * @param truth the annotated box
   * @param crowd whether {@code truth} stands for a crowd; the intersection is then divided by the
   *     area of the detection alone
   * @return a value from 0 to 1
   */
  public static double iou(Box detection, Box truth, boolean crowd) {
    double width =
        Math.min(detection.width + detection.x, truth.width + truth.x)
            - Math.max(detection.x, truth.x);
    if (width <= 0) {
      return 0;
    }
    double height =
        Math.min(detection.height + detection.y, truth.height + truth.y)
            - Math.max(detection.y, truth.y);
    if (height <= 0) {
      return 0;
    }
    double intersection = width * height;
    double union = crowd ? detection.area() : detection.area() + truth.area() - intersection;
    return intersection / union;
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new DataException("box " + name + " is " + value + "; it must be finite");
    }
  }

  private static void requireExtent(String name, double value) {
    requireFinite(name, value);
    if (value < 0) {
      throw new DataException("box " + name + " is " + value + "; it must not be negative");
    }
  }
}
