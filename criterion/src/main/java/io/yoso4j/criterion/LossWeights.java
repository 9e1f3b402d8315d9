package io.yoso4j.criterion;

/**
 * Factors of the loss terms in the total, finite and at least 0.
 *
 * @param classification factor of {@code loss_ce}
 * @param mask factor of {@code loss_mask}
 * @param dice factor of {@code loss_dice}
 * @param box factor of {@code loss_bbox}, the L1 distance of boxes
 * @param giou factor of {@code loss_giou}
 */
public record LossWeights(
    double classification, double mask, double dice, double box, double giou) {
  /** Checks the ranges. */
  public LossWeights {
    Checks.nonNegative("classification weight", classification);
    Checks.nonNegative("mask weight", mask);
    Checks.nonNegative("dice weight", dice);
    Checks.nonNegative("box weight", box);
    Checks.nonNegative("giou weight", giou);
  }

  /** Weights without box terms. */
  public LossWeights(double classification, double mask, double dice) {
    this(classification, mask, dice, 0, 0);
  }
}
