package io.yoso4j.criterion;

import java.util.Objects;

/**
 * Factors of the parts of the matching cost, finite, at least 0 and not all 0, and the points the
 * mask parts are taken on.
 *
 * @param classCost factor of the class cost, ignored in a stage without class logits
 * @param maskCost factor of the mean binary cross-entropy
 * @param diceCost factor of the dice cost
 * @param points where predictions and targets are compared
 */
public record MatcherConfig(
    double classCost, double maskCost, double diceCost, MatcherPoints points) {
  /** Checks the ranges. */
  public MatcherConfig {
    Checks.nonNegative("classCost", classCost);
    Checks.nonNegative("maskCost", maskCost);
    Checks.nonNegative("diceCost", diceCost);
    Objects.requireNonNull(points, "points");
    if (classCost == 0 && maskCost == 0 && diceCost == 0) {
      throw new IllegalArgumentException(
          "classCost, maskCost and diceCost (all 0) must not all be 0");
    }
  }
}
