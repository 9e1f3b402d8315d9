package io.yoso4j.criterion.loss;

/**
 * Figures that DETR logs beside its losses (Carion et al., ECCV 2020; {@code loss_cardinality} and
 * {@code class_error}). They have no gradient.
 */
public final class Diagnostics {
  private Diagnostics() {}

  /**
   * Number of queries that predict an object: those whose greatest logit is not in the last column.
   * DETR's {@code cardinality_error} is the mean over the images of its distance from the number of
   * targets.
   *
   * @param logits {@code [Q, columns]} from {@code offset} on
   * @param offset of the first row
   * @param queries Q
   * @param columns classes and no-object, at least 1
   */
  public static int cardinality(float[] logits, int offset, int queries, int columns) {
    int objects = 0;
    for (int query = 0; query < queries; query++) {
      if (argmax(logits, offset + query * columns, columns) != columns - 1) {
        objects++;
      }
    }
    return objects;
  }

  /**
   * Number of matched queries whose greatest logit is in the column of their target's class.
   *
   * @param logits {@code [Q, columns]} from {@code offset} on
   * @param offset of the first row
   * @param columns length of a row, at least 1
   * @param queries the matched queries
   * @param labels the class of each one's target, as long as {@code queries}
   */
  public static int correct(float[] logits, int offset, int columns, int[] queries, int[] labels) {
    int correct = 0;
    for (int i = 0; i < queries.length; i++) {
      if (argmax(logits, offset + queries[i] * columns, columns) == labels[i]) {
        correct++;
      }
    }
    return correct;
  }

  /**
   * Percentage of matched queries with a wrong class, over a batch.
   *
   * @param correct matched queries with the right class
   * @param matched all matched queries; with 0 the error is 100, as in DETR
   */
  public static double classError(int correct, int matched) {
    return matched == 0 ? 100 : 100 - 100.0 * correct / matched;
  }

  /** The first column with the greatest logit; NaN is taken for less than any number. */
  private static int argmax(float[] logits, int offset, int columns) {
    int greatest = 0;
    for (int column = 1; column < columns; column++) {
      float best = logits[offset + greatest];
      if (logits[offset + column] > best || Float.isNaN(best)) {
        greatest = column;
      }
    }
    return greatest;
  }
}
