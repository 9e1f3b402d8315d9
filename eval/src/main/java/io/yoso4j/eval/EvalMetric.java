package io.yoso4j.eval;

/** The twelve numbers, in pycocotools' order. */
enum EvalMetric {
  AP(0, "AP", true, 0, Curves.LAST, Double.NaN),
  AP50(1, "AP50", true, 0, Curves.LAST, 0.5),
  AP75(2, "AP75", true, 0, Curves.LAST, 0.75),
  AP_SMALL(3, "APs", true, 1, Curves.LAST, Double.NaN),
  AP_MEDIUM(4, "APm", true, 2, Curves.LAST, Double.NaN),
  AP_LARGE(5, "APl", true, 3, Curves.LAST, Double.NaN),
  AR_FIRST(6, "AR1", false, 0, 0, Double.NaN),
  AR_SECOND(7, "AR10", false, 0, 1, Double.NaN),
  AR(8, "AR100", false, 0, Curves.LAST, Double.NaN),
  AR_SMALL(9, "ARs", false, 1, Curves.LAST, Double.NaN),
  AR_MEDIUM(10, "ARm", false, 2, Curves.LAST, Double.NaN),
  AR_LARGE(11, "ARl", false, 3, Curves.LAST, Double.NaN);

  private final int place;
  private final String label;
  private final boolean precision;
  private final int area;
  private final int limit;
  private final double iou;

  EvalMetric(int place, String label, boolean precision, int area, int limit, double iou) {
    this.place = place;
    this.label = label;
    this.precision = precision;
    this.area = area;
    this.limit = limit;
    this.iou = iou;
  }

  /** Its place among the twelve, from 0. */
  int place() {
    return place;
  }

  /** What it is called; the name stays when the limits on detections are others. */
  String label() {
    return label;
  }

  /** Whether it is an AP, not an AR. */
  boolean isPrecision() {
    return precision;
  }

  /** The area range: all, small, medium, large. */
  int area() {
    return area;
  }

  /** Which of the three limits on detections applies. */
  int limit() {
    return limit;
  }

  /** The only IoU threshold that takes part; NaN where all do. */
  double iou() {
    return iou;
  }

  /** Whether a threshold takes part. */
  boolean uses(double iouThreshold) {
    return Double.isNaN(iou) || iou == iouThreshold;
  }
}
