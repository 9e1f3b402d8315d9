package io.yoso4j.criterion;

/**
 * The points on which the mask terms of a matched pair were computed.
 *
 * @param xy (x, y) pairs in [0, 1], fractions of the mask's width and height; empty where the terms
 *     took the full mask
 * @param logits the prediction at the points, {@code [P]}; uncertainty is minus the absolute value
 * @param labels the target at the points, in [0, 1], {@code [P]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record PointSample(float[] xy, float[] logits, float[] labels) {
  /** Number of points. */
  public int count() {
    return logits.length;
  }

  /** Uncertainty of point {@code i}: minus the absolute logit, as in PointRend. */
  public float uncertainty(int i) {
    return -Math.abs(logits[i]);
  }
}
