package io.yoso4j.benchmarks;

import java.util.Arrays;

/** Times of one contender. */
final class Samples {
  private static final double NANOS_PER_MILLI = 1e6;

  private double[] milliseconds = new double[0];

  void add(long nanos) {
    milliseconds = Arrays.copyOf(milliseconds, milliseconds.length + 1);
    milliseconds[milliseconds.length - 1] = nanos / NANOS_PER_MILLI;
  }

  void clear() {
    milliseconds = new double[0];
  }

  /** The sample added last. */
  long lastNanos() {
    return Math.round(milliseconds[milliseconds.length - 1] * NANOS_PER_MILLI);
  }

  int count() {
    return milliseconds.length;
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min() {
    return sorted()[0];
  }

  private double[] sorted() {
    double[] sorted = milliseconds.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
