package io.yoso4j.eval;

/** Areas from {@code low} to {@code high} pixels, both included. */
record AreaRange(String label, double low, double high) {
  /** Nothing is larger in COCO's evaluation. */
  static final double LIMIT = 1e10;

  boolean contains(double area) {
    return area >= low && area <= high;
  }
}
