package io.yoso4j.data.shapes;

/**
 * What to generate.
 *
 * @param trainCount images of the training split, at least 1
 * @param valCount images of the validation split, at least 1
 * @param size side of the square images in pixels, 48 to 2048
 * @param seed same seed, same images, on any number of threads
 * @param maxShapes shapes per image are drawn evenly from 1 to this, 1 to 8
 * @param anyHue false: each class has a typical hue that varies, on muted backgrounds, so that a
 *     small network learns in minutes; true: colours say nothing of the class, only outlines do,
 *     which takes far longer
 */
public record ShapesOptions(
    int trainCount, int valCount, int size, long seed, int maxShapes, boolean anyHue) {

  private static final int MAX_IMAGES = 1_000_000;

  /** 800 training and 100 validation images of 128 x 128 pixels with up to 8 shapes, seed 0. */
  public static final ShapesOptions DEFAULT = new ShapesOptions(800, 100, 128, 0, 8, false);

  /** Checks the ranges. */
  public ShapesOptions {
    check("trainCount", trainCount, 1, MAX_IMAGES);
    check("valCount", valCount, 1, MAX_IMAGES);
    check("size", size, 48, 2048);
    check("maxShapes", maxShapes, 1, 8);
  }

  /** A copy with other numbers of images. */
  public ShapesOptions withCounts(int train, int val) {
    return new ShapesOptions(train, val, size, seed, maxShapes, anyHue);
  }

  /** A copy with another image side, in pixels. */
  public ShapesOptions withSize(int newSize) {
    return new ShapesOptions(trainCount, valCount, newSize, seed, maxShapes, anyHue);
  }

  /** A copy with another seed. */
  public ShapesOptions withSeed(long newSeed) {
    return new ShapesOptions(trainCount, valCount, size, newSeed, maxShapes, anyHue);
  }

  /** A copy with another largest number of shapes per image. */
  public ShapesOptions withMaxShapes(int shapes) {
    return new ShapesOptions(trainCount, valCount, size, seed, shapes, anyHue);
  }

  /** A copy with or without typical hues. */
  public ShapesOptions withAnyHue(boolean any) {
    return new ShapesOptions(trainCount, valCount, size, seed, maxShapes, any);
  }

  private static void check(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, got %d".formatted(name, low, high, value));
    }
  }
}
