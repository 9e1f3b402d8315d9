package io.yoso4j.cli.report;

import io.yoso4j.eval.CocoEvaluation;
import java.util.Arrays;

/**
 * Means over the arrays of an evaluation, with the largest number of detections. Areas are 0 all, 1
 * small, 2 medium, 3 large. A mean of nothing is -1.
 */
final class PrecisionTable {
  static final int LEVELS = 101;
  static final int AREAS = 4;
  private static final int LIMITS = 3;
  private static final int LAST = LIMITS - 1;

  private final double[] precision;
  private final double[] recall;
  private final int thresholds;
  private final int classes;

  PrecisionTable(CocoEvaluation evaluation, int classes) {
    this.precision = evaluation.precision();
    this.recall = evaluation.recall();
    this.classes = classes;
    this.thresholds = classes == 0 ? 0 : recall.length / (classes * AREAS * LIMITS);
  }

  int thresholds() {
    return thresholds;
  }

  /** A part of the thresholds and classes, ends excluded, at one area range. */
  record Part(int fromThreshold, int toThreshold, int fromClass, int toClass, int area) {

    /** The same for one class. */
    Part of(int index) {
      return new Part(fromThreshold, toThreshold, index, index + 1, area);
    }
  }

  /** Everything at an area range. */
  Part all(int area) {
    return new Part(0, thresholds, 0, classes, area);
  }

  /** All classes at one threshold. */
  Part at(int threshold, int area) {
    return new Part(threshold, threshold + 1, 0, classes, area);
  }

  /** Mean precision over all levels. */
  double precision(Part part) {
    double mean = Arrays.stream(curve(part)).average().orElse(Double.NaN);
    return Double.isNaN(mean) ? -1 : mean;
  }

  /** Mean precision at each level; NaN where there is none. */
  double[] curve(Part part) {
    double[] curve = new double[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      double sum = 0;
      int count = 0;
      for (int t = part.fromThreshold; t < part.toThreshold; t++) {
        for (int k = part.fromClass; k < part.toClass; k++) {
          double value = precision[index(t * LEVELS + level, k, part.area)];
          if (value > -1) {
            sum += value;
            count++;
          }
        }
      }
      curve[level] = count == 0 ? Double.NaN : sum / count;
    }
    return curve;
  }

  /** Mean of the highest recall reached. */
  double recall(Part part) {
    double sum = 0;
    int count = 0;
    for (int t = part.fromThreshold; t < part.toThreshold; t++) {
      for (int k = part.fromClass; k < part.toClass; k++) {
        double value = recall[index(t, k, part.area)];
        if (value > -1) {
          sum += value;
          count++;
        }
      }
    }
    return count == 0 ? -1 : sum / count;
  }

  private int index(int outer, int index, int area) {
    return ((outer * classes + index) * AREAS + area) * LIMITS + LAST;
  }
}
