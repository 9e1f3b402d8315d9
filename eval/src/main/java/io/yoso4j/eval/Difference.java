package io.yoso4j.eval;

import java.util.Arrays;

/**
 * How a number differs between two runs.
 *
 * @param first its value for the first run, -1 where there is nothing to find
 * @param second its value for the second run
 * @param difference {@code second - first}; NaN where there is nothing to find
 * @param low lower end of the 95% interval of the difference; NaN as above
 * @param high upper end
 */
public record Difference(double first, double second, double difference, double low, double high) {
  private static final double TAIL = 0.025;

  /** Whether the interval leaves out 0: more than the choice of images explains. */
  public boolean isClear() {
    return low > 0 || high < 0;
  }

  /**
   * @param resampled differences of resamples, NaN where undefined; sorted by this
   */
  static Difference of(double first, double second, double[] resampled) {
    if (first < 0 || second < 0) {
      return new Difference(first, second, Double.NaN, Double.NaN, Double.NaN);
    }
    // NaN goes to the end.
    Arrays.sort(resampled);
    int defined = resampled.length;
    while (defined > 0 && Double.isNaN(resampled[defined - 1])) {
      defined--;
    }
    return new Difference(
        first,
        second,
        second - first,
        quantile(resampled, defined, TAIL),
        quantile(resampled, defined, 1 - TAIL));
  }

  /** With linear interpolation, as NumPy does by default. */
  private static double quantile(double[] sorted, int count, double share) {
    if (count == 0) {
      return Double.NaN;
    }
    double at = share * (count - 1);
    int below = (int) at;
    int above = Math.min(below + 1, count - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
  }
}
