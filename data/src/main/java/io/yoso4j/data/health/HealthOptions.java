package io.yoso4j.data.health;

/**
 * What a data set is held against.
 *
 * @param numQueries objects that the model can find in an image, at least 1
 * @param imageSize side of the square that training fits images into, in pixels, at least 32
 * @param decode whether images are decoded; without it, only headers are read: damage further back
 *     and near duplicates go unseen
 * @param examples cases to keep of each problem
 */
public record HealthOptions(int numQueries, int imageSize, boolean decode, int examples) {

  /** 100 queries and 1024 pixels, as YOSO on COCO; images are decoded; five cases. */
  public static final HealthOptions DEFAULT = new HealthOptions(100, 1024, true, 5);

  /** Checks the ranges. */
  public HealthOptions {
    if (numQueries < 1 || imageSize < 32 || examples < 0) {
      throw new IllegalArgumentException(
          "numQueries must be at least 1, imageSize at least 32 and examples at least 0, got %d, %d and %d"
              .formatted(numQueries, imageSize, examples));
    }
  }
}
