package io.yoso4j.criterion;

/**
 * Factors of the loss terms in the total, finite and at least 0.
 *
 * @param classification factor of {@code loss_ce}
 * @param mask factor of {@code loss_mask}
 * @param dice factor of {@code loss_dice}
 */
public record LossWeights(double classification, double mask, double dice) {
  /** Checks the ranges. */
  public LossWeights {
    Checks.nonNegative("classification weight", classification);
    Checks.nonNegative("mask weight", mask);
    Checks.nonNegative("dice weight", dice);
  }
}
