package io.yoso4j.criterion.loss;

/**
 * Sigmoid focal loss (Lin, Goyal, Girshick, He and Dollár, "Focal loss for dense object detection",
 * ICCV 2017) of single logits.
 *
 * <p>With z the logit of a positive or the negated logit of a negative and p = sigmoid(z), the
 * value is {@code weight × (1 - p)^gamma × -log p}, the weight being alpha for positives and 1 -
 * alpha for negatives.
 *
 * @param alpha weight of positives; below 0 all weigh 1
 * @param gamma exponent, at least 0; 0 gives (weighted) binary cross-entropy
 */
public record FocalLoss(double alpha, double gamma) {
  private static final double COST_EPSILON = 1e-8;

  /**
   * Sums the loss over one row of class logits.
   *
   * @param logits holds the row
   * @param offset of the row in {@code logits} and {@code gradient}
   * @param columns length of the row
   * @param positive index of the one positive in the row, or -1 if all are negatives
   * @param scale factor of the gradient only
   * @param gradient {@code scale × derivative} is added
   */
  public double evaluate(
      float[] logits, int offset, int columns, int positive, double scale, float[] gradient) {
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      int at = offset + column;
      boolean isPositive = column == positive;
      double z = isPositive ? logits[at] : -logits[at];
      double weight = weight(isPositive);
      double e = Math.exp(-Math.abs(z));
      double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
      double q = z >= 0 ? e / (1 + e) : 1 / (1 + e);
      double crossEntropy = Math.max(-z, 0) + Math.log1p(e);
      double modulation = power(q);
      sum += weight * modulation * crossEntropy;
      double slope = -modulation * (gamma * p * crossEntropy + q);
      gradient[at] += (float) (scale * weight * (isPositive ? slope : -slope));
    }
    return sum;
  }

  /**
   * The matcher's class cost: the focal value of a positive minus that of a negative, logarithms
   * guarded by 1e-8 as in deformable DETR and upstream.
   *
   * @param logit class logit
   */
  public double cost(double logit) {
    double p = 1 / (1 + Math.exp(-logit));
    double positive = weight(true) * power(1 - p) * -Math.log(p + COST_EPSILON);
    double negative = weight(false) * power(p) * -Math.log(1 - p + COST_EPSILON);
    return positive - negative;
  }

  private double weight(boolean positive) {
    return weight(positive ? 1 : 0);
  }

  /** The weight of a label between negative, 0, and positive, 1. */
  double weight(double label) {
    return alpha < 0 ? 1 : alpha * label + (1 - alpha) * (1 - label);
  }

  /** A base in [0, 1] to the power of gamma. */
  double power(double base) {
    return gamma == 2 ? base * base : Math.pow(base, gamma);
  }
}
