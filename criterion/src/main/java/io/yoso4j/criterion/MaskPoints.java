package io.yoso4j.criterion;

/** The points on which the mask terms of a matched pair are computed. */
public sealed interface MaskPoints {

  /**
   * Mostly uncertain points, after PointRend: {@code int(numPoints * oversampleRatio)} candidates
   * are drawn, the {@code int(importanceSampleRatio * numPoints)} with the smallest absolute logit
   * are kept, the rest is drawn anew.
   *
   * @param numPoints points per pair, at least 1
   * @param oversampleRatio candidates per point, at least 1
   * @param importanceSampleRatio share of uncertain points, in [0, 1]
   */
  record UncertaintySampled(int numPoints, double oversampleRatio, double importanceSampleRatio)
      implements MaskPoints {
    /** Checks the ranges. */
    public UncertaintySampled {
      Checks.positive("numPoints", numPoints);
      Checks.fraction("importanceSampleRatio", importanceSampleRatio);
      if (!(oversampleRatio >= 1) || numPoints * oversampleRatio > 1 << 28) {
        throw new IllegalArgumentException(
            "oversampleRatio ("
                + oversampleRatio
                + ") must be at least 1 and numPoints * oversampleRatio at most 2^28");
      }
    }

    /** Candidates drawn per pair. */
    public int candidates() {
      return (int) (numPoints * oversampleRatio);
    }

    /** Points kept of the candidates; the rest of {@link #numPoints} is drawn anew. */
    public int uncertainPoints() {
      return (int) (importanceSampleRatio * numPoints);
    }
  }

  /**
   * Uniformly drawn points.
   *
   * @param numPoints points per pair, at least 1
   */
  record RandomPoints(int numPoints) implements MaskPoints {
    /** Checks the range. */
    public RandomPoints {
      Checks.positive("numPoints", numPoints);
    }
  }

  /**
   * Every pixel of the target, the prediction enlarged to it bilinearly (align_corners false, edges
   * repeated).
   */
  record FullMask() implements MaskPoints {}
}
