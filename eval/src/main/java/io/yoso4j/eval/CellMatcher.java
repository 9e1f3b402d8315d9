package io.yoso4j.eval;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The matches of cells, for every area range and IoU threshold. Each thread has its own.
 *
 * <p>Detections choose in the order of their score. Each takes the object with the highest IoU at
 * or above the threshold that is still free (a crowd always is); of equal IoUs the later object.
 * Objects to be ignored (crowds, and those outside the area range) are considered only where no
 * other fits. This is COCO's greedy rule, not an optimal assignment.
 */
final class CellMatcher implements IntConsumer {
  private static final int FREE = -1;

  private final EvalData data;
  private final Cells cells;
  private final List<AreaRange> areas;
  private final double[] thresholds;
  private final MatchTable table;
  private final ImageTallies tallies;
  private final CellIous ious;

  private int[] order = new int[16];
  private boolean[] taken = new boolean[16];
  private boolean[] crowd = new boolean[16];

  CellMatcher(
      EvalData data, Cells cells, EvalConfig config, MatchTable table, ImageTallies tallies) {
    this.data = data;
    this.cells = cells;
    this.areas = config.areaRanges();
    this.thresholds = config.matchThresholds();
    this.table = table;
    this.tallies = tallies;
    this.ious = new CellIous(data, cells, config.boundaryRatio());
  }

  @Override
  public void accept(int cell) {
    ious.compute(cell);
    int truths = ious.truths();
    if (order.length < truths) {
      order = new int[truths * 2];
      taken = new boolean[truths * 2];
      crowd = new boolean[truths * 2];
    }
    for (int g = 0; g < truths; g++) {
      crowd[g] = data.truths().crowds().get(cells.truth(cell, g));
    }
    for (int a = 0; a < areas.size(); a++) {
      matchArea(cell, a);
    }
    tallies.add(cell, ious, crowd, table);
  }

  private void matchArea(int cell, int area) {
    AreaRange range = areas.get(area);
    int truths = ious.truths();
    int required = 0;
    for (int g = 0; g < truths; g++) {
      if (isRequired(g, range)) {
        order[required++] = g;
      }
    }
    int next = required;
    for (int g = 0; g < truths; g++) {
      if (!isRequired(g, range)) {
        order[next++] = g;
      }
    }
    table.required(area)[cell] = required;
    int[] matched = table.matched(area);
    int[] ignored = table.ignored(area);
    int firstSlot = cells.slotFrom(cell);
    for (int t = 0; t < thresholds.length; t++) {
      Arrays.fill(taken, 0, truths, false);
      int bit = 1 << t;
      for (int d = 0; d < ious.detections(); d++) {
        int choice = choose(d, required, thresholds[t]);
        if (choice != FREE) {
          taken[choice] = true;
          matched[firstSlot + d] |= bit;
        }
        if (choice == FREE ? !range.contains(ious.detectionArea(d)) : choice >= required) {
          ignored[firstSlot + d] |= bit;
        }
      }
    }
  }

  private boolean isRequired(int truth, AreaRange range) {
    return !crowd[truth] && range.contains(ious.truthArea(truth));
  }

  /**
   * The position in {@link #order}, which has the {@code required} objects first, of the object
   * that a detection takes, or {@link #FREE}.
   */
  private int choose(int detection, int required, double threshold) {
    if (ious.best(detection) < threshold) {
      return FREE;
    }
    double best = threshold;
    int choice = FREE;
    for (int i = 0; i < ious.truths(); i++) {
      if (i == required && choice != FREE) {
        break;
      }
      int g = order[i];
      if (taken[i] && !crowd[g]) {
        continue;
      }
      double iou = ious.iou(detection, g);
      if (iou >= best) {
        best = iou;
        choice = i;
      }
    }
    return choice;
  }
}
