package io.yoso4j.criterion;

import java.util.Objects;

/**
 * Factors of the parts of the matching cost, finite, at least 0 and not all 0, and the points the
 * mask parts are taken on.
 *
 * @param classCost factor of the class cost, ignored in a stage without class logits
 * @param maskCost factor of the mean binary cross-entropy, ignored in a stage without masks
 * @param diceCost factor of the dice cost, ignored in a stage without masks
 * @param boxCost factor of the L1 distance of boxes, ignored in a stage without boxes
 * @param giouCost factor of minus the generalised IoU, ignored in a stage without boxes
 * @param points where predictions and targets are compared
 * @param frame what the points are relative to
 */
public record MatcherConfig(
    double classCost,
    double maskCost,
    double diceCost,
    double boxCost,
    double giouCost,
    MatcherPoints points,
    TargetFrame frame) {
  /** Checks the ranges. */
  public MatcherConfig {
    Checks.nonNegative("classCost", classCost);
    Checks.nonNegative("maskCost", maskCost);
    Checks.nonNegative("diceCost", diceCost);
    Checks.nonNegative("boxCost", boxCost);
    Checks.nonNegative("giouCost", giouCost);
    Objects.requireNonNull(points, "points");
    Objects.requireNonNull(frame, "frame");
    if (classCost == 0 && maskCost == 0 && diceCost == 0 && boxCost == 0 && giouCost == 0) {
      throw new IllegalArgumentException(
          "classCost, maskCost, diceCost, boxCost and giouCost (all 0) must not all be 0");
    }
  }

  /** A matcher without box costs, reading targets as upstream does. */
  public MatcherConfig(double classCost, double maskCost, double diceCost, MatcherPoints points) {
    this(classCost, maskCost, diceCost, 0, 0, points, TargetFrame.OWN);
  }
}
