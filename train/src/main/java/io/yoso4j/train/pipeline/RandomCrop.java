package io.yoso4j.train.pipeline;

import io.yoso4j.train.pipeline.Scene.SceneObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A window of a fixed size at a random place, or the whole image where that is smaller
 * (detectron2's {@code FixedSizeCrop}, {@code RandomCrop} of type {@code absolute} and {@code
 * RandomCrop_CategoryAreaConstraint}).
 *
 * @param height rows
 * @param width columns
 * @param maxCategoryArea share of all objects' pixels that one class may have, 1 for any
 * @param keepObject whether a part of an object is to be in the window
 */
record RandomCrop(int height, int width, double maxCategoryArea, boolean keepObject) {
  /** Windows drawn before one that is not wanted is taken. */
  static final int ATTEMPTS = 10;

  /**
   * Crops what is scaled, turned and mirrored already.
   *
   * @param attempt from 0
   */
  Placement apply(Placement placement, CounterRandom random, int attempt) {
    int columns = columns(placement);
    int rows = rows(placement);
    return placement.cropped(
        random.below(Purpose.CROP_X, attempt, placement.scaledWidth() - columns + 1),
        random.below(Purpose.CROP_Y, attempt, placement.scaledHeight() - rows + 1),
        columns,
        rows);
  }

  /** As {@link #apply}, at random among the windows that hold a point of the original image. */
  Placement applyAround(Placement placement, double x, double y, CounterRandom random) {
    int columns = columns(placement);
    int rows = rows(placement);
    return placement.cropped(
        start(
            x * placement.scaledWidth() / placement.width(),
            columns,
            placement.scaledWidth(),
            random,
            Purpose.CROP_X),
        start(
            y * placement.scaledHeight() / placement.height(),
            rows,
            placement.scaledHeight(),
            random,
            Purpose.CROP_Y),
        columns,
        rows);
  }

  private static int start(
      double at, int length, int whole, CounterRandom random, Purpose purpose) {
    int pixel = Math.clamp((long) at, 0, whole - 1);
    int first = Math.max(0, pixel - length + 1);
    int last = Math.min(pixel, whole - length);
    return first + random.below(purpose, ATTEMPTS, last - first + 1);
  }

  /** Whether there is more than one window. */
  boolean hasChoice(Placement placement) {
    return columns(placement) < placement.scaledWidth()
        || rows(placement) < placement.scaledHeight();
  }

  /** Whether a window with these objects in it is wanted. */
  boolean accepts(List<SceneObject> objects) {
    return !(keepObject && objects.isEmpty()) && (maxCategoryArea >= 1 || isMixed(objects));
  }

  private boolean isMixed(List<SceneObject> objects) {
    Map<Integer, Long> areas = new HashMap<>();
    objects.forEach(object -> areas.merge(object.label(), object.mask().area(), Long::sum));
    long all = areas.values().stream().mapToLong(area -> area).sum();
    return areas.size() > 1
        && areas.values().stream().allMatch(area -> area < all * maxCategoryArea);
  }

  private int columns(Placement placement) {
    return Math.min(placement.scaledWidth(), placement.symmetry().transposed() ? height : width);
  }

  private int rows(Placement placement) {
    return Math.min(placement.scaledHeight(), placement.symmetry().transposed() ? width : height);
  }
}
