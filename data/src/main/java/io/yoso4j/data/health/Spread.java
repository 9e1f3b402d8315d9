package io.yoso4j.data.health;

import java.util.Arrays;

/**
 * How values are spread. A percentile is the smallest value that at least that share of the values
 * does not exceed; all numbers are 0 without values.
 *
 * @param count how many values there are
 */
public record Spread(
    int count,
    double mean,
    double min,
    double p5,
    double p25,
    double median,
    double p75,
    double p95,
    double max) {

  private static final Spread NONE = new Spread(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * @param ascending values in ascending order
   */
  public static Spread of(double[] ascending) {
    int n = ascending.length;
    if (n == 0) {
      return NONE;
    }
    return new Spread(
        n,
        Arrays.stream(ascending).sum() / n,
        ascending[0],
        ascending[rank(n, 0.05)],
        ascending[rank(n, 0.25)],
        ascending[rank(n, 0.5)],
        ascending[rank(n, 0.75)],
        ascending[rank(n, 0.95)],
        ascending[n - 1]);
  }

  /**
   * The position of a percentile among values in ascending order.
   *
   * @param share from 0 to 1
   */
  static int rank(int count, double share) {
    return Math.max(0, (int) Math.ceil(share * count) - 1);
  }
}
