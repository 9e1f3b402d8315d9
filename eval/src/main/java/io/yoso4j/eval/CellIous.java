package io.yoso4j.eval;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.Arrays;

/** IoUs and areas of one cell after the other; the arrays are used again. */
final class CellIous {
  private final EvalData data;
  private final Cells cells;
  private final double boundaryRatio;
  private final MaskText text = new MaskText();

  private int detections;
  private int truths;
  private double[] ious = new double[64];
  private double[] best = new double[16];
  private double[] detectionAreas = new double[16];
  private double[] truthAreas = new double[16];

  /**
   * @param boundaryRatio as {@link EvalConfig#boundaryRatio()}
   */
  CellIous(EvalData data, Cells cells, double boundaryRatio) {
    this.data = data;
    this.boundaryRatio = boundaryRatio;
    this.cells = cells;
  }

  /** The number of detections of the cell. */
  int detections() {
    return detections;
  }

  /** The number of objects of the cell. */
  int truths() {
    return truths;
  }

  double iou(int detection, int truth) {
    return ious[detection * truths + truth];
  }

  /** The highest IoU of a detection; 0 without objects. */
  double best(int detection) {
    return best[detection];
  }

  double detectionArea(int detection) {
    return detectionAreas[detection];
  }

  double truthArea(int truth) {
    return truthAreas[truth];
  }

  /** Makes a cell the current one. */
  void compute(int cell) {
    int firstSlot = cells.slotFrom(cell);
    detections = cells.slotFrom(cell + 1) - firstSlot;
    truths = cells.truths(cell);
    ious = grown(ious, Math.multiplyExact(detections, truths));
    best = grown(best, detections);
    detectionAreas = grown(detectionAreas, detections);
    truthAreas = grown(truthAreas, truths);
    for (int d = 0; d < detections; d++) {
      detectionAreas[d] = data.detections().areas()[cells.detection(firstSlot + d)];
    }
    for (int g = 0; g < truths; g++) {
      truthAreas[g] = data.truths().areas()[cells.truth(cell, g)];
    }
    switch (data.type()) {
      case BBOX -> compareBoxes(cell, firstSlot);
      case SEGM, BOUNDARY -> compareMasks(cell, firstSlot);
    }
    for (int d = 0; d < detections; d++) {
      double highest = 0;
      for (int g = 0; g < truths; g++) {
        highest = Math.max(highest, ious[d * truths + g]);
      }
      best[d] = highest;
    }
  }

  private void compareBoxes(int cell, int firstSlot) {
    double[] found = data.detections().boxes();
    double[] annotated = data.truths().boxes();
    for (int d = 0; d < detections; d++) {
      int i = 4 * cells.detection(firstSlot + d);
      for (int g = 0; g < truths; g++) {
        int truth = cells.truth(cell, g);
        ious[d * truths + g] =
            boxIou(found, i, annotated, 4 * truth, data.truths().crowds().get(truth));
      }
    }
  }

  /** {@link Box#iou} without the objects. */
  private static double boxIou(double[] a, int i, double[] b, int j, boolean crowd) {
    double width = Math.min(a[i + 2] + a[i], b[j + 2] + b[j]) - Math.max(a[i], b[j]);
    if (width <= 0) {
      return 0;
    }
    double height =
        Math.min(a[i + 3] + a[i + 1], b[j + 3] + b[j + 1]) - Math.max(a[i + 1], b[j + 1]);
    if (height <= 0) {
      return 0;
    }
    double intersection = width * height;
    double area = a[i + 2] * a[i + 3];
    return intersection / (crowd ? area : area + b[j + 2] * b[j + 3] - intersection);
  }

  private void compareMasks(int cell, int firstSlot) {
    Rle[] found = new Rle[detections];
    MaskBoundaries boundaries =
        data.type() == IouType.BOUNDARY ? new MaskBoundaries(found, boundaryRatio) : null;
    for (int d = 0; d < detections; d++) {
      found[d] = data.detections().masks().mask(cells.detection(firstSlot + d), text);
      if (Double.isNaN(detectionAreas[d])) {
        detectionAreas[d] = found[d].area();
      }
    }
    for (int g = 0; g < truths; g++) {
      int truth = cells.truth(cell, g);
      Rle annotated = data.truths().masks().mask(truth, text);
      if (Double.isNaN(truthAreas[g])) {
        truthAreas[g] = annotated.area();
      }
      boolean crowd = data.truths().crowds().get(truth);
      for (int d = 0; d < detections; d++) {
        ious[d * truths + g] = Rle.iou(found[d], annotated, crowd);
      }
      if (boundaries != null && !crowd) {
        boundaries.lower(ious, truths, g, annotated);
      }
    }
  }

  private static double[] grown(double[] array, int size) {
    return array.length >= size ? array : Arrays.copyOf(array, size + (size >> 1));
  }
}
