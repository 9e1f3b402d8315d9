package io.yoso4j.criterion;

/**
 * The points on which the mask terms of a matched pair were computed.
 *
 * @param xy (x, y) pairs in [0, 1], fractions of the mask's width and height; empty where the terms
 *     took the full mask
 * @param logits the prediction at the points, {@code [P]}; uncertainty is minus the absolute value
 * @param labels the target at the points, in [0, 1], {@code [P]}
 * @param losses the pointwise mask term at each point, {@code [P]}; their mean is the pair's {@code
 *     lossMask}
 * @param uncertain how many of the points, the first ones, were kept for their uncertainty; the
 *     others are uniform. 0 where points were given from outside
 */
@SuppressWarnings("ArrayRecordComponent")
public record PointSample(
    float[] xy, float[] logits, float[] labels, float[] losses, int uncertain) {
  /**
   * Points with the losses that a term has there.
   *
   * @param xy as above
   * @param logits as above
   * @param labels as above
   * @param term the pointwise mask term
   * @param uncertain as above
   */
  public static PointSample of(
      float[] xy, float[] logits, float[] labels, MaskTerm term, int uncertain) {
    float[] losses = new float[logits.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = (float) term.loss(logits[i], labels[i]);
    }
    return new PointSample(xy, logits, labels, losses, uncertain);
  }

  /** Number of points. */
  public int count() {
    return logits.length;
  }

  /** Uncertainty of point {@code i}: minus the absolute logit, as in PointRend. */
  public float uncertainty(int i) {
    return -Math.abs(logits[i]);
  }
}
