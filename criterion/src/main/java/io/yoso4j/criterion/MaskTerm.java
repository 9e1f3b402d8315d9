package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.FocalMaskLoss;
import io.yoso4j.criterion.loss.MaskLoss;

/** The pointwise mask term beside dice. */
public sealed interface MaskTerm {
  /**
   * The term at one point; a mask's term is the mean over its points.
   *
   * @param logit of the prediction
   * @param label of the target, in [0, 1]
   */
  double loss(double logit, double label);

  /** Sigmoid binary cross-entropy, the mean over a mask's points (YOSO, Mask2Former). */
  record BinaryCrossEntropy() implements MaskTerm {
    @Override
    public double loss(double logit, double label) {
      return MaskLoss.crossEntropy(logit, label);
    }
  }

  /**
   * Sigmoid focal loss, the mean over a mask's points (DETR's {@code loss_masks}; Lin et al., ICCV
   * 2017).
   *
   * @param alpha weight of positives in [0, 1], negatives weigh {@code 1 - alpha}; below 0 switches
   *     the weighting off
   * @param gamma exponent of the modulating factor, at least 0
   */
  record Focal(double alpha, double gamma) implements MaskTerm {
    /** Checks the ranges. */
    public Focal {
      if (!(alpha <= 1)) {
        throw new IllegalArgumentException("alpha (" + alpha + ") must be at most 1");
      }
      Checks.nonNegative("gamma", gamma);
    }

    @Override
    public double loss(double logit, double label) {
      return new FocalMaskLoss(alpha, gamma).focal(logit, label);
    }
  }
}
