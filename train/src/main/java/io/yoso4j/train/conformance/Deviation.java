package io.yoso4j.train.conformance;

/**
 * How far one tensor or term is from what was recorded.
 *
 * @param kind what is compared
 * @param name the array, as {@code c0.b1.cost}, or the term, as {@code c0 loss_mask weighted}
 * @param reference which recorded values: {@code f64_pinned}, {@code f64} or {@code f32}
 * @param value the deviation as {@link Kind} defines it; infinite where something is missing or
 *     only one of both is finite
 * @param allowed the tolerance, or half of the original's own float32 deviation where that is
 *     larger
 */
public record Deviation(Kind kind, String name, String reference, double value, double allowed) {

  /** What is compared, and how. */
  public enum Kind {
    /** Matching costs of an image: largest difference, relative to values above 1. */
    COST,
    /**
     * Sampled points that are not the recorded ones: largest difference of the sorted
     * uncertainties, relative to the largest logit. 0 where the points are the same.
     */
    POINTS,
    /** A loss term: difference, relative to values above 1. */
    TERM,
    /** A gradient: largest difference, relative to the largest magnitude of the tensor. */
    GRADIENT,
    /** What a part of a network gives: largest difference, relative to the largest magnitude. */
    ACTIVATION,
    /** Scores of instances: largest difference; infinite for one that is missing or too many. */
    SCORE,
    /** Masks and segments: the share of pixels that differ; infinite for other segments. */
    PIXELS,
    /** Weights after optimiser steps: largest difference, relative to the largest magnitude. */
    WEIGHT
  }

  /** Whether the deviation is allowed. */
  public boolean within() {
    return value <= allowed;
  }

  /** Largest difference of two arrays of equal length, relative to expected values above 1. */
  static double relative(double[] actual, double[] expected) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = difference(actual[i], expected[i]);
      worst =
          Math.max(
              worst,
              difference == 0 || Double.isInfinite(difference)
                  ? difference
                  : difference / Math.max(1, Math.abs(expected[i])));
    }
    return worst;
  }

  /** Largest difference of two arrays of equal length, relative to the largest expected one. */
  static double ofLargest(float[] actual, double[] expected) {
    // Below the smallest normal number float32 has no relative accuracy to compare.
    double largest = Float.MIN_NORMAL;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, difference(actual[i], expected[i]));
    }
    return Double.isInfinite(worst) ? worst : worst / largest;
  }

  /** As {@link #ofLargest(float[], double[])}; a deviation is infinite where lengths differ. */
  static double ofLargest(float[] actual, NpyArray expected) {
    if (actual.length != expected.count()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = Float.MIN_NORMAL;
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      double value = expected.value(i);
      largest = Math.max(largest, Math.abs(value));
      worst = Math.max(worst, difference(actual[i], value));
    }
    return Double.isInfinite(worst) ? worst : worst / largest;
  }

  private static double difference(double actual, double expected) {
    if (Double.compare(actual, expected) == 0) {
      return 0;
    }
    double difference = Math.abs(actual - expected);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }
}
