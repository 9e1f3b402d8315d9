package io.yoso4j.criterion.loss;

/**
 * Sigmoid focal and dice loss of pairs of masks at P points, as DETR's {@code loss_masks} takes
 * them (Carion et al., ECCV 2020; focal loss: Lin et al., ICCV 2017).
 *
 * <p>With x a logit, s its sigmoid, y the label, {@code p = s·y + (1 - s)·(1 - y)} and {@code a =
 * alpha·y + (1 - alpha)·(1 - y)}, the focal term is the mean of {@code a × (1 - p)^gamma ×
 * (softplus(x) - x·y)}; dice is {@code 1 - (2 Σ s·y + 1) / (Σ s + Σ y + 1)}.
 *
 * @param alpha weight of positives in [0, 1]; below 0 all points weigh 1
 * @param gamma exponent, at least 0; 0 gives (weighted) binary cross-entropy
 */
public record FocalMaskLoss(double alpha, double gamma) {

  /** The focal term at one point. */
  public double focal(double logit, double label) {
    FocalLoss single = new FocalLoss(alpha, gamma);
    double e = Math.exp(-Math.abs(logit));
    double sigmoid = logit >= 0 ? 1 / (1 + e) : e / (1 + e);
    double opposite = logit >= 0 ? e / (1 + e) : 1 / (1 + e);
    double miss = sigmoid * (1 - label) + opposite * label;
    return single.weight(label) * single.power(miss) * MaskLoss.crossEntropy(logit, label);
  }

  /**
   * Both terms of one pair and the gradient of {@code focalScale × focal + diceScale × dice}.
   *
   * @param logits x, at least {@code points} values
   * @param labels y in [0, 1], at least {@code points} values
   * @param points P; with 0 points both terms are 0
   * @param focalScale factor of the focal term in the gradient
   * @param diceScale factor of the dice loss in the gradient
   * @param gradient {@code points} values, overwritten
   * @return the focal term in the place of the cross-entropy, and dice
   */
  public MaskLoss evaluate(
      float[] logits,
      float[] labels,
      int points,
      double focalScale,
      double diceScale,
      float[] gradient) {
    if (points == 0) {
      return new MaskLoss(0, 0);
    }
    FocalLoss single = new FocalLoss(alpha, gamma);
    double perPoint = focalScale / points;
    double focal = 0;
    double sigmoidSum = 0;
    double labelSum = 0;
    double overlap = 0;
    for (int i = 0; i < points; i++) {
      double x = logits[i];
      double y = labels[i];
      double e = Math.exp(-Math.abs(x));
      double minority = e / (1 + e);
      double majority = 1 / (1 + e);
      double sigmoid = x >= 0 ? majority : minority;
      double opposite = x >= 0 ? minority : majority;
      double crossEntropy = Math.max(x, 0) - x * y + Math.log1p(e);
      // 1 - p and s - y without cancellation.
      double miss = sigmoid * (1 - y) + opposite * y;
      double residual = sigmoid * (1 - y) - opposite * y;
      double weight = single.weight(y) * single.power(miss);
      focal += weight * crossEntropy;
      // d log(1 - p) / dx; with 1 - p = 0 the weight is 0, or gamma is.
      double slope = miss > 0 ? sigmoid * opposite * (1 - 2 * y) / miss : 0;
      gradient[i] = (float) (perPoint * weight * (residual + gamma * crossEntropy * slope));
      sigmoidSum += sigmoid;
      labelSum += y;
      overlap += sigmoid * y;
    }
    double numerator = 2 * overlap + 1;
    double denominator = sigmoidSum + labelSum + 1;
    double perOverlap = -2 * diceScale / denominator;
    double perSigmoid = diceScale * numerator / (denominator * denominator);
    for (int i = 0; i < points; i++) {
      double e = Math.exp(-Math.abs(logits[i]));
      double sigmoidSlope = e / ((1 + e) * (1 + e));
      gradient[i] += (float) ((perOverlap * labels[i] + perSigmoid) * sigmoidSlope);
    }
    return new MaskLoss(focal / points, 1 - numerator / denominator);
  }
}
