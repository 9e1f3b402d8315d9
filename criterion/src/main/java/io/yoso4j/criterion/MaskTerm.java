package io.yoso4j.criterion;

/** The pointwise mask term beside dice. */
public sealed interface MaskTerm {

  /** Sigmoid binary cross-entropy, the mean over a mask's points (YOSO, Mask2Former). */
  record BinaryCrossEntropy() implements MaskTerm {}

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
  }
}
