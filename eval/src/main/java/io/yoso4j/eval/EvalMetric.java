package io.yoso4j.eval;

/** The twelve numbers, in the order of {@link CocoEvaluation#stats()}. */
enum EvalMetric {
  AP(0, true, 0),
  AP50(1, true, 0),
  AP75(2, true, 0),
  AP_SMALL(3, true, 1),
  AP_MEDIUM(4, true, 2),
  AP_LARGE(5, true, 3),
  AR_FIRST(6, false, 0),
  AR_SECOND(7, false, 0),
  AR(8, false, 0),
  AR_SMALL(9, false, 1),
  AR_MEDIUM(10, false, 2),
  AR_LARGE(11, false, 3);

  private final int position;
  private final boolean precision;
  private final int area;

  EvalMetric(int position, boolean precision, int area) {
    this.position = position;
    this.precision = precision;
    this.area = area;
  }

  /** Its place among the twelve. */
  int position() {
    return position;
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
    return switch (this) {
      case AR_FIRST -> 0;
      case AR_SECOND -> 1;
      default -> Curves.LIMITS - 1;
    };
  }

  /** Whether the threshold at a position of a configuration takes part. */
  boolean uses(double iouThreshold) {
    return switch (this) {
      case AP50 -> iouThreshold == 0.5;
      case AP75 -> iouThreshold == 0.75;
      default -> true;
    };
  }
}
