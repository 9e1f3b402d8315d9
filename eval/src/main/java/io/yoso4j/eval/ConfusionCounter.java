package io.yoso4j.eval;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Counts matches within categories, then among what is left across them. For the second, what is
 * left is taken as one category.
 */
final class ConfusionCounter {
  private static final double IOU = 0.5;
  private static final int NONE = -1;
  private static final int BATCH = 32;

  private final EvalData data;
  private final EvalConfig config;
  private final Map<Long, Long> counts = new ConcurrentHashMap<>();

  private ConfusionCounter(EvalData data, EvalConfig config) {
    this.data = data;
    this.config = config;
  }

  static ConfusionMatrix count(EvalData data, EvalConfig config) {
    ConfusionCounter counter = new ConfusionCounter(data, config);
    boolean[] truthsLeft = new boolean[data.truths().size()];
    boolean[] detectionsLeft = new boolean[data.detections().size()];
    counter.matchWithin(truthsLeft, detectionsLeft);
    counter.matchAcross(positions(truthsLeft), positions(detectionsLeft));
    return new ConfusionMatrix(data.categories(), new HashMap<>(counter.counts));
  }

  private void matchWithin(boolean[] truthsLeft, boolean[] detectionsLeft) {
    Cells cells = new Cells(data, config.maxDetections().getLast());
    Indexed.forEach(
        cells.size(),
        config.threads(),
        BATCH,
        () -> {
          CellIous ious = new CellIous(data, cells, config.boundaryRatio());
          return cell -> {
            ious.compute(cell);
            matchWithin(cells, cell, ious, truthsLeft, detectionsLeft);
          };
        });
  }

  /** As for AP: a crowd is taken only where no object fits, and is never used up. */
  private void matchWithin(
      Cells cells, int cell, CellIous ious, boolean[] truthsLeft, boolean[] detectionsLeft) {
    int category = cells.category(cell);
    for (int g = 0; g < ious.truths(); g++) {
      int truth = cells.truth(cell, g);
      truthsLeft[truth] = !data.truths().crowds().get(truth);
    }
    for (int d = 0; d < ious.detections(); d++) {
      int detection = cells.detection(cells.slotFrom(cell) + d);
      if (!(data.detections().scores()[detection] >= config.imageScoreThreshold())) {
        break;
      }
      int best = NONE;
      boolean onCrowd = false;
      double highest = IOU;
      for (int g = 0; g < ious.truths(); g++) {
        int truth = cells.truth(cell, g);
        if (ious.iou(d, g) >= highest && truthsLeft[truth]) {
          highest = ious.iou(d, g);
          best = truth;
        }
        onCrowd |= ious.iou(d, g) >= IOU && data.truths().crowds().get(truth);
      }
      if (best != NONE) {
        truthsLeft[best] = false;
        add(category, category);
      } else {
        detectionsLeft[detection] = !onCrowd;
      }
    }
  }

  private void matchAcross(int[] truths, int[] detections) {
    EvalData rest =
        new EvalData(
            data.type(),
            data.imageIds(),
            1,
            data.truths().asOneCategory(truths),
            data.detections().asOneCategory(detections));
    Cells cells = new Cells(rest, Integer.MAX_VALUE);
    Indexed.forEach(
        cells.size(),
        config.threads(),
        BATCH,
        () -> {
          CellIous ious = new CellIous(rest, cells, config.boundaryRatio());
          return cell -> {
            ious.compute(cell);
            matchAcross(cells, cell, ious, truths, detections);
          };
        });
  }

  private void matchAcross(Cells cells, int cell, CellIous ious, int[] truths, int[] detections) {
    int background = data.categories();
    boolean[] taken = new boolean[ious.truths()];
    for (int d = 0; d < ious.detections(); d++) {
      int best = NONE;
      double highest = IOU;
      for (int g = 0; g < taken.length; g++) {
        if (!taken[g] && ious.iou(d, g) >= highest) {
          highest = ious.iou(d, g);
          best = g;
        }
      }
      int predicted =
          data.detections().categories()[detections[cells.detection(cells.slotFrom(cell) + d)]];
      if (best == NONE) {
        add(background, predicted);
      } else {
        taken[best] = true;
        add(data.truths().categories()[truths[cells.truth(cell, best)]], predicted);
      }
    }
    for (int g = 0; g < taken.length; g++) {
      if (!taken[g]) {
        add(data.truths().categories()[truths[cells.truth(cell, g)]], background);
      }
    }
  }

  private void add(int truth, int predicted) {
    counts.merge((long) truth * (data.categories() + 1) + predicted, 1L, Long::sum);
  }

  private static int[] positions(boolean[] flags) {
    return IntStream.range(0, flags.length).filter(i -> flags[i]).toArray();
  }
}
