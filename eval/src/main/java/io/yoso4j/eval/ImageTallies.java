package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.List;

/** Counts by cell for the scores of images. Cells may be filled concurrently. */
final class ImageTallies {
  private final Cells cells;
  private final double[] scores;
  private final double scoreThreshold;
  private final int[] objects;
  private final int[] right;
  private final int[] wrong;
  private final double[] iouSum;

  ImageTallies(EvalData data, Cells cells, double scoreThreshold) {
    this.cells = cells;
    this.scores = data.detections().scores();
    this.scoreThreshold = scoreThreshold;
    objects = new int[cells.size()];
    right = new int[cells.size()];
    wrong = new int[cells.size()];
    iouSum = new double[cells.size()];
  }

  /** Takes the matches of all sizes at the first IoU threshold. */
  void add(int cell, CellIous ious, boolean[] crowd, MatchTable matches) {
    int firstSlot = cells.slotFrom(cell);
    int counted = 0;
    while (counted < ious.detections()
        && scores[cells.detection(firstSlot + counted)] >= scoreThreshold) {
      int slot = firstSlot + counted++;
      if ((matches.ignored(0)[slot] & 1) == 0) {
        if ((matches.matched(0)[slot] & 1) != 0) {
          right[cell]++;
        } else {
          wrong[cell]++;
        }
      }
    }
    for (int g = 0; g < ious.truths(); g++) {
      if (!crowd[g]) {
        objects[cell]++;
        double best = 0;
        for (int d = 0; d < counted; d++) {
          best = Math.max(best, ious.iou(d, g));
        }
        iouSum[cell] += best;
      }
    }
  }

  /** One score per image, by ascending id. */
  List<ImageScore> scores(long[] imageIds, int[] required) {
    int[] imageObjects = new int[imageIds.length];
    int[] imageRight = new int[imageIds.length];
    int[] imageWrong = new int[imageIds.length];
    int[] missed = new int[imageIds.length];
    double[] sum = new double[imageIds.length];
    for (int cell = 0; cell < cells.size(); cell++) {
      int image = cells.image(cell);
      imageObjects[image] += objects[cell];
      imageRight[image] += right[cell];
      imageWrong[image] += wrong[cell];
      missed[image] += required[cell] - right[cell];
      sum[image] += iouSum[cell];
    }
    List<ImageScore> result = new ArrayList<>(imageIds.length);
    for (int i = 0; i < imageIds.length; i++) {
      double meanIou = imageObjects[i] == 0 ? 1 : sum[i] / imageObjects[i];
      result.add(new ImageScore(imageIds[i], meanIou, imageRight[i], imageWrong[i], missed[i]));
    }
    return result;
  }
}
