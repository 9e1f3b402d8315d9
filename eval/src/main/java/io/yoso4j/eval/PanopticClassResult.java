package io.yoso4j.eval;

import io.yoso4j.data.dataset.PanopticCategory;

/**
 * The panoptic result of one class over all images.
 *
 * @param category the class
 * @param truePositives predicted segments matched to an annotated one, with an IoU above 0.5
 * @param falsePositives predicted segments that are not, and do not lie mostly on void or crowd
 * @param missed annotated segments without a match, crowds left out
 * @param iouSum sum of the IoU of the matches
 */
public record PanopticClassResult(
    PanopticCategory category,
    long truePositives,
    long falsePositives,
    long missed,
    double iouSum) {

  /** Panoptic quality, {@code iouSum / (TP + FP / 2 + FN / 2)}; 0 for a class without segments. */
  public double pq() {
    return isPresent() ? iouSum / weight() : 0;
  }

  /** Mean IoU of the matches; 0 without any. */
  public double sq() {
    return truePositives == 0 ? 0 : iouSum / truePositives;
  }

  /** {@code TP / (TP + FP / 2 + FN / 2)}; 0 for a class without segments. */
  public double rq() {
    return isPresent() ? truePositives / weight() : 0;
  }

  /** Whether any segment of the class counted; only then it enters an average. */
  public boolean isPresent() {
    return truePositives + falsePositives + missed > 0;
  }

  private double weight() {
    return truePositives + 0.5 * falsePositives + 0.5 * missed;
  }
}
