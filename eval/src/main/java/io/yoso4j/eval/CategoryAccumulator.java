package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Precision and recall of one category over all images: detections from the highest score to the
 * lowest, equal scores in the order of images, precision made non-increasing in recall and read at
 * the 101 levels.
 */
final class CategoryAccumulator {
  /** Keeps 0 / 0 from happening; the value NumPy calls spacing(1). */
  private static final double EPSILON = Math.ulp(1.0);

  private final int category;
  private final List<CellMatch> images;
  private final Curves curves;

  private record Ranked(CellMatch image, int detection) {
    double score() {
      return image.score(detection);
    }
  }

  CategoryAccumulator(int category, List<CellMatch> images, Curves curves) {
    this.category = category;
    this.images = images;
    this.curves = curves;
  }

  void accumulate(List<Integer> maxDetections) {
    for (int m = 0; m < maxDetections.size(); m++) {
      List<Ranked> ranking = rank(maxDetections.get(m));
      for (int a = 0; a < Curves.AREAS; a++) {
        int required = 0;
        for (CellMatch image : images) {
          required += image.required(a);
        }
        if (required > 0) {
          for (int t = 0; t < CocoGrid.thresholds(); t++) {
            fill(ranking, required, t, a, m);
          }
        }
      }
    }
  }

  private List<Ranked> rank(int maxDetections) {
    List<Ranked> ranking = new ArrayList<>();
    for (CellMatch image : images) {
      int count = Math.min(maxDetections, image.detections());
      for (int d = 0; d < count; d++) {
        ranking.add(new Ranked(image, d));
      }
    }
    ranking.sort(Comparator.comparingDouble(Ranked::score).reversed());
    return ranking;
  }

  private void fill(List<Ranked> ranking, int required, int threshold, int area, int limit) {
    int count = ranking.size();
    double[] recall = new double[count];
    double[] precision = new double[count];
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < count; i++) {
      Ranked entry = ranking.get(i);
      if (!entry.image.ignored(area, threshold, entry.detection)) {
        if (entry.image.matched(area, threshold, entry.detection)) {
          right++;
        } else {
          wrong++;
        }
      }
      recall[i] = (double) right / required;
      precision[i] = right / ((double) wrong + right + EPSILON);
    }
    for (int i = count - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    curves.setRecall(threshold, category, area, limit, count == 0 ? 0 : recall[count - 1]);
    int i = 0;
    for (int level = 0; level < CocoGrid.recalls(); level++) {
      while (i < count && recall[i] < CocoGrid.recall(level)) {
        i++;
      }
      double value = i < count ? precision[i] : 0;
      curves.setPrecision(threshold, level, category, area, limit, value);
    }
  }
}
