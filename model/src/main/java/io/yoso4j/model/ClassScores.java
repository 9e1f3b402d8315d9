package io.yoso4j.model;

/** How class logits become scores, which has to be as the network was trained. */
public enum ClassScores {
  /** Over all classes and "no object" together, for networks trained with cross-entropy. */
  SOFTMAX {
    @Override
    void apply(float[] values, int from, int to) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        largest = Math.max(largest, values[i]);
      }
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += Math.exp((double) values[i] - largest);
      }
      for (int i = from; i < to; i++) {
        values[i] = (float) (Math.exp((double) values[i] - largest) / sum);
      }
    }
  },

  /**
   * Of every class by itself, for networks trained with the focal loss, which says "no object" by
   * low scores of all classes; its own column has no meaning and becomes 0.
   */
  SIGMOID {
    @Override
    void apply(float[] values, int from, int to) {
      for (int i = from; i < to - 1; i++) {
        // Not from a table: low scores are ranked too.
        values[i] = (float) (1 / (1 + Math.exp(-(double) values[i])));
      }
      values[to - 1] = 0;
    }
  };

  /**
   * Replaces logits by scores.
   *
   * @param values holds the logits of one query at {@code [from, to)}, "no object" last
   */
  abstract void apply(float[] values, int from, int to);
}
