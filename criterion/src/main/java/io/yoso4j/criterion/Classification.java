package io.yoso4j.criterion;

import java.util.List;

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
   * @param classWeights weight of every class, finite and at least 0; empty for 1 each. Only the
   *     loss is weighted, the class cost is not
   */
  record SoftmaxCrossEntropy(double noObjectWeight, List<Double> classWeights)
      implements Classification {
    /** Checks the ranges. */
    public SoftmaxCrossEntropy {
      Checks.nonNegative("noObjectWeight", noObjectWeight);
      classWeights = List.copyOf(classWeights);
      for (int i = 0; i < classWeights.size(); i++) {
        Checks.nonNegative("classWeights[" + i + "]", classWeights.get(i));
      }
    }

    /** All classes weigh 1. */
    public SoftmaxCrossEntropy(double noObjectWeight) {
      this(noObjectWeight, List.of());
    }

    /** Weight of a class, or of no object for a negative label; rounded to float32. */
    public double weight(int label) {
      return (float)
          (label < 0 ? noObjectWeight : classWeights.isEmpty() ? 1 : classWeights.get(label));
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
