package io.yoso4j.train.lab;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How the times of two losses differ that were measured in turns: the median over rounds, with the
 * middle 95% of the medians of resampled rounds.
 *
 * @param median of {@code second - first}, milliseconds
 * @param low end of the interval
 * @param high end of the interval
 */
record TimingDifference(double median, double low, double high) {
  private static final int RESAMPLES = 1000;

  /**
   * @param first milliseconds by round
   * @param second likewise, as many
   */
  static TimingDifference of(List<Double> first, List<Double> second) {
    int n = Math.min(first.size(), second.size());
    double[] differences = new double[n];
    for (int i = 0; i < n; i++) {
      differences[i] = second.get(i) - first.get(i);
    }
    SplittableRandom random = new SplittableRandom(7);
    double[] medians = new double[RESAMPLES];
    double[] drawn = new double[n];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < n; i++) {
        drawn[i] = differences[random.nextInt(n)];
      }
      medians[r] = median(drawn);
    }
    Arrays.sort(medians);
    return new TimingDifference(
        median(differences),
        medians[(int) (0.025 * RESAMPLES)],
        medians[(int) (0.975 * RESAMPLES) - 1]);
  }

  /**
   * @param values at least one; stays as it is
   */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
