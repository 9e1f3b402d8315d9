package io.yoso4j.eval;

import java.util.Arrays;

/**
 * Precision {@code [T, R, K, A, M]} and recall {@code [T, K, A, M]} in C order: IoU thresholds,
 * recall levels, categories, area ranges, limits on detections. Values are -1 where there is
 * nothing to find. Categories may be filled concurrently.
 */
final class Curves {
  static final int AREAS = 4;
  static final int LIMITS = 3;

  /** The largest number of detections. */
  static final int LAST = LIMITS - 1;

  private final int thresholds;
  private final int categories;
  private final double[] precision;
  private final double[] recall;

  Curves(int thresholds, int categories) {
    this.thresholds = thresholds;
    this.categories = categories;
    int perLevel = Math.multiplyExact(categories, AREAS * LIMITS);
    this.precision = new double[Math.multiplyExact(perLevel, thresholds * RecallLevels.COUNT)];
    this.recall = new double[Math.multiplyExact(perLevel, thresholds)];
    Arrays.fill(precision, -1);
    Arrays.fill(recall, -1);
  }

  int thresholds() {
    return thresholds;
  }

  int categories() {
    return categories;
  }

  double[] precision() {
    return precision.clone();
  }

  double[] recall() {
    return recall.clone();
  }

  double precision(int threshold, int level, int category, int area, int limit) {
    return precision[index(threshold * RecallLevels.COUNT + level, category, area, limit)];
  }

  double recall(int threshold, int category, int area, int limit) {
    return recall[index(threshold, category, area, limit)];
  }

  void setPrecision(int threshold, int level, int category, int area, int limit, double value) {
    precision[index(threshold * RecallLevels.COUNT + level, category, area, limit)] = value;
  }

  void setRecall(int threshold, int category, int area, int limit, double value) {
    recall[index(threshold, category, area, limit)] = value;
  }

  /** Mean precision over all recall levels; -1 if there is none. */
  double meanPrecision(EvalSlice slice, int limit) {
    Mean mean = new Mean();
    for (int t = slice.fromThreshold(); t < slice.toThreshold(); t++) {
      for (int r = 0; r < RecallLevels.COUNT; r++) {
        for (int k = slice.fromCategory(); k < slice.toCategory(); k++) {
          mean.add(precision(t, r, k, slice.area(), limit));
        }
      }
    }
    return mean.value();
  }

  /** Mean precision at each recall level; -1 where there is none. */
  double[] precisionCurve(EvalSlice slice, int limit) {
    double[] curve = new double[RecallLevels.COUNT];
    for (int r = 0; r < curve.length; r++) {
      Mean mean = new Mean();
      for (int t = slice.fromThreshold(); t < slice.toThreshold(); t++) {
        for (int k = slice.fromCategory(); k < slice.toCategory(); k++) {
          mean.add(precision(t, r, k, slice.area(), limit));
        }
      }
      curve[r] = mean.value();
    }
    return curve;
  }

  /** Mean recall; -1 if there is none. */
  double meanRecall(EvalSlice slice, int limit) {
    Mean mean = new Mean();
    for (int t = slice.fromThreshold(); t < slice.toThreshold(); t++) {
      for (int k = slice.fromCategory(); k < slice.toCategory(); k++) {
        mean.add(recall(t, k, slice.area(), limit));
      }
    }
    return mean.value();
  }

  private int index(int outer, int category, int area, int limit) {
    return ((outer * categories + category) * AREAS + area) * LIMITS + limit;
  }

  /** The mean of what is defined. */
  private static final class Mean {
    private double sum = 0;
    private int count = 0;

    void add(double value) {
      if (value > -1) {
        sum += value;
        count++;
      }
    }

    double value() {
      return count == 0 ? -1 : sum / count;
    }
  }
}
