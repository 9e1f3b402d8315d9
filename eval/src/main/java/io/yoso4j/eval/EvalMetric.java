package io.yoso4j.eval;

/** The twelve numbers, in pycocotools' order. */
enum EvalMetric {
  AP("AP", true, 0, Curves.LAST, Double.NaN),
  AP50("AP50", true, 0, Curves.LAST, 0.5),
  AP75("AP75", true, 0, Curves.LAST, 0.75),
  AP_SMALL("APs", true, 1, Curves.LAST, Double.NaN),
  AP_MEDIUM("APm", true, 2, Curves.LAST, Double.NaN),
  AP_LARGE("APl", true, 3, Curves.LAST, Double.NaN),
  AR_FIRST("AR1", false, 0, 0, Double.NaN),
  AR_SECOND("AR10", false, 0, 1, Double.NaN),
  AR("AR100", false, 0, Curves.LAST, Double.NaN),
  AR_SMALL("ARs", false, 1, Curves.LAST, Double.NaN),
  AR_MEDIUM("ARm", false, 2, Curves.LAST, Double.NaN),
  AR_LARGE("ARl", false, 3, Curves.LAST, Double.NaN);

  private final String label;
  private final boolean precision;
  private final int area;
  private final int limit;
  private final double iou;

  EvalMetric(String label, boolean precision, int area, int limit, double iou) {
    this.label = label;
    this.precision = precision;
    this.area = area;
    this.limit = limit;
    this.iou = iou;
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
