package io.yoso4j.data.dataset;

/**
 * How many objects the images of a data set hold, crowds and empty images included.
 *
 * @param max most objects in one image; a model needs at least as many queries
 * @param median of all images, the mean of the middle two for an even number
 * @param mean of all images
 */
public record ObjectsPerImage(int max, double median, double mean) {

  static ObjectsPerImage of(int[] sortedCounts) {
    int n = sortedCounts.length;
    if (n == 0) {
      return new ObjectsPerImage(0, 0, 0);
    }
    double sum = 0;
    for (int count : sortedCounts) {
      sum += count;
    }
    double median = (sortedCounts[(n - 1) / 2] + sortedCounts[n / 2]) / 2.0;
    return new ObjectsPerImage(sortedCounts[n - 1], median, sum / n);
  }
}
