package io.yoso4j.eval;

import io.yoso4j.data.dataset.PanopticCategory;
import java.util.ArrayList;
import java.util.List;

/** Matched, wrong and missed segments per category, of an image or of many. */
final class PanopticMatch {
  private final long[] right;
  private final long[] wrong;
  private final long[] missed;
  private final double[] iouSum;
  private final List<String> warnings = new ArrayList<>();

  PanopticMatch(int categories) {
    right = new long[categories];
    wrong = new long[categories];
    missed = new long[categories];
    iouSum = new double[categories];
  }

  void addRight(int category, double iou) {
    right[category]++;
    iouSum[category] += iou;
  }

  void addWrong(int category) {
    wrong[category]++;
  }

  void addMissed(int category) {
    missed[category]++;
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return warnings;
  }

  /** Adds the numbers of an image; its warnings stay with it. */
  void add(PanopticMatch image) {
    for (int k = 0; k < right.length; k++) {
      right[k] += image.right[k];
      wrong[k] += image.wrong[k];
      missed[k] += image.missed[k];
      iouSum[k] += image.iouSum[k];
    }
  }

  List<PanopticClassResult> results(List<PanopticCategory> categories) {
    List<PanopticClassResult> results = new ArrayList<>(right.length);
    for (int k = 0; k < right.length; k++) {
      results.add(
          new PanopticClassResult(categories.get(k), right[k], wrong[k], missed[k], iouSum[k]));
    }
    return results;
  }
}
