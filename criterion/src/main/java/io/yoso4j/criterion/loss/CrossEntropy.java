package io.yoso4j.criterion.loss;

/** Softmax cross-entropy of one row of class logits. */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * The negative log likelihood of a class, {@code log Σ exp(x) - x[target]}.
   *
   * @param logits holds the row
   * @param offset of the row in {@code logits} and {@code gradient}
   * @param columns length of the row
   * @param target index of the true class in the row
   * @param scale factor of the gradient only
   * @param gradient {@code scale × (softmax - onehot)} is added
   */
  public static double evaluate(
      float[] logits, int offset, int columns, int target, double scale, float[] gradient) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + columns; i++) {
      max = Math.max(max, logits[i]);
    }
    double sum = 0;
    for (int i = offset; i < offset + columns; i++) {
      sum += Math.exp(logits[i] - max);
    }
    for (int i = offset; i < offset + columns; i++) {
      double probability = Math.exp(logits[i] - max) / sum;
      double truth = i - offset == target ? 1 : 0;
      gradient[i] += (float) (scale * (probability - truth));
    }
    return Math.log(sum) + max - logits[offset + target];
  }

  /**
   * The softmax of a row.
   *
   * @param logits holds the row
   * @param offset of the row
   * @param columns length of the row
   * @param probabilities receives {@code columns} values that sum to 1
   */
  public static void softmax(float[] logits, int offset, int columns, double[] probabilities) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < columns; i++) {
      max = Math.max(max, logits[offset + i]);
    }
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      probabilities[i] = Math.exp(logits[offset + i] - max);
      sum += probabilities[i];
    }
    for (int i = 0; i < columns; i++) {
      probabilities[i] /= sum;
    }
  }
}
