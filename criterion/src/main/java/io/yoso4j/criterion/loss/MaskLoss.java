package io.yoso4j.criterion.loss;

/**
 * Binary cross-entropy and dice loss of one pair of masks at P points, computed together because
 * they share the exponentials.
 *
 * <p>With x a logit, s its sigmoid and y the label: the cross-entropy is the mean of softplus(x) -
 * x·y, dice is {@code 1 - (2 Σ s·y + 1) / (Σ s + Σ y + 1)}.
 *
 * @param crossEntropy mean over the points
 * @param dice in [0, 1)
 */
public record MaskLoss(double crossEntropy, double dice) {
  /** Longest product of factors up to 2 taken before its logarithm. */
  private static final int PRODUCT_LENGTH = 512;

  /** The cross-entropy at one point. */
  public static double crossEntropy(double logit, double label) {
    return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
  }

  /**
   * Both terms and the gradient of {@code crossEntropyScale × crossEntropy + diceScale × dice}.
   *
   * @param logits x, at least {@code points} values
   * @param labels y in [0, 1], at least {@code points} values
   * @param points P; with 0 points both terms are 0
   * @param crossEntropyScale factor of the cross-entropy in the gradient
   * @param diceScale factor of the dice loss in the gradient
   * @param gradient {@code points} values, overwritten
   */
  public static MaskLoss evaluate(
      float[] logits,
      float[] labels,
      int points,
      double crossEntropyScale,
      double diceScale,
      float[] gradient) {
    if (points == 0) {
      return new MaskLoss(0, 0);
    }
    double hinge = 0;
    double logs = 0;
    double product = 1;
    double sigmoidSum = 0;
    double labelSum = 0;
    double overlap = 0;
    for (int i = 0; i < points; i++) {
      double x = logits[i];
      double y = labels[i];
      double e = Math.exp(-Math.abs(x));
      double minority = e / (1 + e);
      double sigmoid = x >= 0 ? 1 - minority : minority;
      hinge += Math.max(x, 0) - x * y;
      product *= 1 + e;
      if (i % PRODUCT_LENGTH == PRODUCT_LENGTH - 1) {
        logs += Math.log(product);
        product = 1;
      }
      sigmoidSum += sigmoid;
      labelSum += y;
      overlap += sigmoid * y;
      // min(s, 1 - s) keeps its relative precision in float, which s near 1 would not.
      gradient[i] = (float) minority;
    }
    double numerator = 2 * overlap + 1;
    double denominator = sigmoidSum + labelSum + 1;
    double perPoint = crossEntropyScale / points;
    double perOverlap = -2 * diceScale / denominator;
    double perSigmoid = diceScale * numerator / (denominator * denominator);
    for (int i = 0; i < points; i++) {
      double minority = gradient[i];
      double y = labels[i];
      double residual = logits[i] >= 0 ? 1 - y - minority : minority - y;
      double diceSlope = (perOverlap * y + perSigmoid) * minority * (1 - minority);
      gradient[i] = (float) (perPoint * residual + diceSlope);
    }
    return new MaskLoss((hinge + logs + Math.log(product)) / points, 1 - numerator / denominator);
  }
}
