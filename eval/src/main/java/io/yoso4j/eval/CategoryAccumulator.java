package io.yoso4j.eval;

import java.util.function.IntConsumer;

/**
 * Precision and recall of categories over all images: detections from the highest score to the
 * lowest, equal scores in the order of images, precision made non-increasing in recall and read at
 * the 101 levels. Each thread has its own.
 */
final class CategoryAccumulator implements IntConsumer {
  /** Keeps 0 / 0 from happening; the value NumPy calls spacing(1). */
  private static final double EPSILON = Math.ulp(1.0);

  private final Cells cells;
  private final MatchTable matches;
  private final Ranking ranking;
  private final int[] limits;
  private final Curves curves;
  private double[] precision = new double[64];

  CategoryAccumulator(
      Cells cells, MatchTable matches, Ranking ranking, EvalConfig config, Curves curves) {
    this.cells = cells;
    this.matches = matches;
    this.ranking = ranking;
    this.limits = config.maxDetections().stream().mapToInt(Integer::intValue).toArray();
    this.curves = curves;
  }

  @Override
  public void accept(int category) {
    int from = cells.firstOf(category);
    int to = cells.firstOf(category + 1);
    int[] slots = ranking.slots(category);
    for (int a = 0; a < Curves.AREAS; a++) {
      int required = matches.required(a, from, to);
      if (required > 0) {
        for (int m = 0; m < limits.length; m++) {
          for (int t = 0; t < curves.thresholds(); t++) {
            fill(slots, required, t, category, a, m);
          }
        }
      }
    }
  }

  /** Only where an object is found does recall grow, so only there is precision of interest. */
  private void fill(int[] slots, int required, int threshold, int category, int area, int limit) {
    int[] matched = matches.matched(area);
    int[] ignored = matches.ignored(area);
    int bit = 1 << threshold;
    int max = limits[limit];
    int right = 0;
    int wrong = 0;
    if (precision.length < slots.length) {
      precision = new double[slots.length];
    }
    for (int slot : slots) {
      if ((ignored[slot] & bit) != 0 || ranking.place(slot) >= max) {
        continue;
      }
      if ((matched[slot] & bit) == 0) {
        wrong++;
      } else {
        right++;
        precision[right - 1] = right / ((double) wrong + right + EPSILON);
      }
    }
    for (int i = right - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    curves.setRecall(threshold, category, area, limit, (double) right / required);
    int i = 0;
    for (int level = 0; level < RecallLevels.COUNT; level++) {
      while (i < right && (double) (i + 1) / required < RecallLevels.at(level)) {
        i++;
      }
      curves.setPrecision(threshold, level, category, area, limit, i < right ? precision[i] : 0);
    }
  }
}
