package io.yoso4j.eval;

/** The IoU thresholds and recall levels of COCO, to the last bit as NumPy's linspace makes them. */
final class CocoGrid {
  /** 0.50, 0.55, ..., 0.95. */
  private static final double[] IOU = linspace(0.5, 0.95, 10);

  /** 0.00, 0.01, ..., 1.00. */
  private static final double[] RECALL = linspace(0, 1, 101);

  private CocoGrid() {}

  static int thresholds() {
    return IOU.length;
  }

  static double threshold(int index) {
    return IOU[index];
  }

  static int recalls() {
    return RECALL.length;
  }

  static double recall(int index) {
    return RECALL[index];
  }

  private static double[] linspace(double first, double last, int count) {
    double step = (last - first) / (count - 1);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = i * step + first;
    }
    values[count - 1] = last;
    return values;
  }
}
