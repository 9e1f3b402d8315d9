package io.yoso4j.benchmarks;

import java.util.Arrays;

/** The power of a size with which a time grows. */
final class GrowthOrder {
  private GrowthOrder() {}

  /** Slope of log time over log size, by least squares. */
  static double of(double[] sizes, double[] times) {
    double[] x = Arrays.stream(sizes).map(Math::log).toArray();
    double[] y = Arrays.stream(times).map(Math::log).toArray();
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < x.length; i++) {
      covariance += (x[i] - meanX) * (y[i] - meanY);
      variance += (x[i] - meanX) * (x[i] - meanX);
    }
    return covariance / variance;
  }
}
