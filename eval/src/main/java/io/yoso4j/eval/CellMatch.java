package io.yoso4j.eval;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.List;
import java.util.Objects;

/**
 * The matches of one category in one image, for every area range and IoU threshold.
 *
 * <p>Detections choose in the order of their score. Each takes the object with the highest IoU at
 * or above the threshold that is still free (a crowd always is); of equal IoUs the later object.
 * Objects to be ignored (crowds, and those outside the area range) are considered only where no
 * other fits. This is COCO's greedy rule, not an optimal assignment.
 */
final class CellMatch {
  private static final int FREE = -1;

  private final ImageCell cell;
  private final double[] scores;
  private final double[][] ious;
  private final boolean[][] matched;
  private final boolean[][] ignored;
  private final int[] required;

  private CellMatch(ImageCell cell, double[][] ious, int areas) {
    int bits = CocoGrid.thresholds() * cell.detections().size();
    this.cell = cell;
    this.scores = cell.detections().stream().mapToDouble(d -> d.score() + 0.0).toArray();
    this.ious = ious;
    this.matched = new boolean[areas][bits];
    this.ignored = new boolean[areas][bits];
    this.required = new int[areas];
  }

  static CellMatch of(IouType type, ImageCell cell, List<AreaRange> areas) {
    CellMatch match = new CellMatch(cell, ious(type, cell), areas.size());
    for (int a = 0; a < areas.size(); a++) {
      match.matchArea(a, areas.get(a));
    }
    return match;
  }

  /** Scores of the detections, descending. */
  double score(int detection) {
    return scores[detection];
  }

  int detections() {
    return scores.length;
  }

  /** The objects that have to be found in an area range. */
  int required(int area) {
    return required[area];
  }

  /** Whether a detection took an object. */
  boolean matched(int area, int threshold, int detection) {
    return matched[area][threshold * scores.length + detection];
  }

  /** Whether a detection counts as neither right nor wrong. */
  boolean ignored(int area, int threshold, int detection) {
    return ignored[area][threshold * scores.length + detection];
  }

  /** The objects that are no crowd. */
  int objects() {
    return (int) cell.truths().stream().filter(t -> !t.crowd()).count();
  }

  /** Sum over the objects that are no crowd of the best IoU with one of the first detections. */
  double sumOfBestIous(int firstDetections) {
    double sum = 0;
    for (int g = 0; g < cell.truths().size(); g++) {
      if (!cell.truths().get(g).crowd()) {
        double best = 0;
        for (int d = 0; d < firstDetections; d++) {
          best = Math.max(best, ious[d][g]);
        }
        sum += best;
      }
    }
    return sum;
  }

  private void matchArea(int area, AreaRange range) {
    List<GroundTruth> truths = cell.truths();
    int objects = truths.size();
    int[] order = new int[objects];
    int next = 0;
    for (int g = 0; g < objects; g++) {
      if (isRequired(truths.get(g), range)) {
        order[next++] = g;
      }
    }
    required[area] = next;
    for (int g = 0; g < objects; g++) {
      if (!isRequired(truths.get(g), range)) {
        order[next++] = g;
      }
    }
    for (int t = 0; t < CocoGrid.thresholds(); t++) {
      matchThreshold(area, range, order, t);
    }
  }

  private static boolean isRequired(GroundTruth truth, AreaRange range) {
    return !truth.crowd() && range.contains(truth.area());
  }

  /** {@code order}: first the {@code required[area]} objects to find, then the ignored ones. */
  private void matchThreshold(int area, AreaRange range, int[] order, int threshold) {
    boolean[] taken = new boolean[order.length];
    for (int d = 0; d < scores.length; d++) {
      int choice = choose(d, required[area], order, threshold, taken);
      int bit = threshold * scores.length + d;
      if (choice == FREE) {
        ignored[area][bit] = !range.contains(cell.detections().get(d).area());
      } else {
        taken[choice] = true;
        matched[area][bit] = true;
        ignored[area][bit] = choice >= required[area];
      }
    }
  }

  /** The position in {@code order} of the object a detection takes, or {@link #FREE}. */
  private int choose(
      int detection, int requiredObjects, int[] order, int threshold, boolean[] taken) {
    double best = CocoGrid.threshold(threshold);
    int choice = FREE;
    for (int i = 0; i < order.length; i++) {
      if (i == requiredObjects && choice != FREE) {
        break;
      }
      int g = order[i];
      if (taken[i] && !cell.truths().get(g).crowd()) {
        continue;
      }
      if (ious[detection][g] >= best) {
        best = ious[detection][g];
        choice = i;
      }
    }
    return choice;
  }

  private static double[][] ious(IouType type, ImageCell cell) {
    double[][] ious = new double[cell.detections().size()][cell.truths().size()];
    for (int d = 0; d < ious.length; d++) {
      for (int g = 0; g < ious[d].length; g++) {
        ious[d][g] = iou(type, cell.detections().get(d), cell.truths().get(g));
      }
    }
    return ious;
  }

  private static double iou(IouType type, Detection detection, GroundTruth truth) {
    return switch (type) {
      case BBOX -> Box.iou(detection.bbox(), truth.bbox(), truth.crowd());
      case SEGM ->
          Rle.iou(
              Objects.requireNonNull(detection.mask()),
              Objects.requireNonNull(truth.mask()),
              truth.crowd());
    };
  }
}
