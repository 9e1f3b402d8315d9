package io.yoso4j.criterion;

import java.util.List;

/**
 * Cross-entropy and dice of logits and labels, in double precision.
 *
 * @param mask mean cross-entropy
 * @param dice dice
 * @param steepness mean slope of the sigmoid: how much an error of the logits matters
 */
record PairReference(double mask, double dice, double steepness) {

  /** Terms of (logit, label) pairs. */
  static PairReference of(List<double[]> pairs) {
    double mask = 0;
    double sigmoids = 0;
    double labels = 0;
    double overlap = 0;
    double slopes = 0;
    for (double[] pair : pairs) {
      double x = pair[0];
      double y = pair[1];
      double s = 1 / (1 + Math.exp(-x));
      mask += Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)));
      sigmoids += s;
      labels += y;
      overlap += s * y;
      slopes += s * (1 - s);
    }
    return new PairReference(
        mask / pairs.size(),
        1 - (2 * overlap + 1) / (sigmoids + labels + 1),
        slopes / pairs.size());
  }

  /** What float32 logits of this magnitude allow. */
  double diceTolerance(double magnitude) {
    return 1e-6 + 4 * steepness * magnitude * 0x1p-22;
  }
}
