package io.yoso4j.criterion;

/** How class logits are scored, in the loss and in the matcher's class cost alike. */
public sealed interface Classification {

  /**
   * Softmax over {@code numClasses + 1} columns, the last one meaning "no object".
   *
   * <p>The loss is the weighted mean of the negative log likelihood over all queries of the batch:
   * divided by the summed class weights, not by the number of masks. The class cost is minus the
   * probability of the target's class.
   *
   * @param noObjectWeight class weight of the no-object column, at least 0 (upstream calls it
   *     {@code eos_coef}, default 0.1); rounded to float32 as upstream's buffer is
   */
  record SoftmaxCrossEntropy(double noObjectWeight) implements Classification {
    /** Checks the range. */
    public SoftmaxCrossEntropy {
      Checks.nonNegative("noObjectWeight", noObjectWeight);
    }
  }

  /**
   * Independent sigmoids over {@code numClasses} columns (or one more, which is then only ever a
   * negative).
   *
   * <p>The loss is the focal loss (Lin et al., ICCV 2017) summed over all queries and columns and
   * divided by the number of masks. The class cost is the focal value of a positive minus that of a
   * negative in the target's column.
   *
   * @param alpha weight of positives in [0, 1], negatives weigh {@code 1 - alpha}; below 0 switches
   *     the weighting off
   * @param gamma exponent of the modulating factor, at least 0
   */
  record SigmoidFocal(double alpha, double gamma) implements Classification {
    /** Checks the ranges. */
    public SigmoidFocal {
      if (!(alpha <= 1)) {
        throw new IllegalArgumentException("alpha (" + alpha + ") must be at most 1");
      }
      Checks.nonNegative("gamma", gamma);
    }
  }
}
