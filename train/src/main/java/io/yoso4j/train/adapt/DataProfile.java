package io.yoso4j.train.adapt;

import io.yoso4j.data.DataException;
import io.yoso4j.data.health.DatasetStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a data set that settings depend on. Crowds are left out. Sides of objects are
 * square roots of mask areas as a share of the image's longer side, above 0 and at most 1.
 *
 * @param trainImages images to train on
 * @param classes number of classes
 * @param longestSide longer side that half of the images do not exceed, pixels
 * @param usualObjects objects that half of the images do not exceed
 * @param manyObjects objects that 99.5% of the images do not exceed
 * @param mostObjects most objects in one image
 * @param smallSide side that 5% of the objects do not exceed
 * @param medianSide side that half of the objects do not exceed
 * @param largeSide side that 95% of the objects do not exceed
 */
public record DataProfile(
    int trainImages,
    int classes,
    int longestSide,
    int usualObjects,
    int manyObjects,
    int mostObjects,
    double smallSide,
    double medianSide,
    double largeSide) {

  /** Checks that there is something to train on. */
  public DataProfile {
    if (trainImages < 1 || classes < 1 || longestSide < 1 || mostObjects < 1) {
      throw new IllegalArgumentException(
          "trainImages (%d), classes (%d), longestSide (%d) and mostObjects (%d) must be at least 1"
              .formatted(trainImages, classes, longestSide, mostObjects));
    }
    if (!(smallSide > 0 && smallSide <= medianSide && medianSide <= largeSide && largeSide <= 1)) {
      throw new IllegalArgumentException(
          "sides of objects (%s, %s, %s) must ascend above 0 up to 1"
              .formatted(smallSide, medianSide, largeSide));
    }
  }

  /**
   * The numbers of all parts together; the first part is the one to train on.
   *
   * @throws DataException if there is no image to train on, or no object
   */
  public static DataProfile of(DatasetStatistics statistics) {
    int trainImages = statistics.parts().getFirst().images();
    double[] sides = statistics.relativeSides();
    if (trainImages == 0) {
      throw new DataException("has no training images, so no settings can be chosen for it");
    }
    if (sides.length == 0) {
      throw new DataException("has no objects, so no settings can be chosen for it");
    }
    double[] counts = statistics.objectsPerImage();
    return new DataProfile(
        trainImages,
        statistics.classes().size(),
        (int) quantile(longestSides(statistics), 0.5),
        (int) quantile(counts, 0.5),
        (int) quantile(counts, 0.995),
        (int) counts[counts.length - 1],
        quantile(sides, 0.05),
        quantile(sides, 0.5),
        quantile(sides, 0.95));
  }

  private static double[] longestSides(DatasetStatistics statistics) {
    List<Integer> sides = new ArrayList<>();
    statistics
        .imageSizes()
        .forEach((size, count) -> {
          for (int i = 0; i < count; i++) {
            sides.add(Math.max(size.width(), size.height()));
          }
        });
    double[] ascending = sides.stream().mapToDouble(Integer::doubleValue).toArray();
    Arrays.sort(ascending);
    return ascending;
  }

  /** The smallest value that at least this share of the values does not exceed. */
  private static double quantile(double[] ascending, double share) {
    return ascending[Math.max(0, (int) Math.ceil(share * ascending.length) - 1)];
  }
}
