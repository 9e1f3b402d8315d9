package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.loss.Diagnostics;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cardinality and right classes on tensors against those on plain memory. */
class ClassFiguresTest {
  private static final int BATCH = 3;
  private static final int QUERIES = 20;
  private static final int COLUMNS = 3;

  /** Few values, so that the greatest is often not alone; NaN and infinities among them. */
  private static final float[] VALUES = {
    0, 1, 2, Float.NaN, Float.NaN, Float.NaN, Float.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void sameAsOnPlainMemory(long seed) {
    Random random = new Random(seed);
    float[] logits = new float[BATCH * QUERIES * COLUMNS];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = VALUES[random.nextInt(VALUES.length)];
    }
    long[] truth = new long[BATCH * QUERIES];
    long[] counts = new long[BATCH];
    double difference = 0;
    int right = 0;
    for (int image = 0; image < BATCH; image++) {
      counts[image] = random.nextInt(QUERIES);
      int[] queries = new int[QUERIES / 2];
      int[] labels = new int[queries.length];
      for (int query = 0; query < QUERIES; query++) {
        truth[image * QUERIES + query] = COLUMNS - 1;
      }
      for (int i = 0; i < queries.length; i++) {
        queries[i] = 2 * i;
        labels[i] = random.nextInt(COLUMNS - 1);
        truth[image * QUERIES + queries[i]] = labels[i];
      }
      int offset = image * QUERIES * COLUMNS;
      difference +=
          Math.abs(Diagnostics.cardinality(logits, offset, QUERIES, COLUMNS) - counts[image]);
      right += Diagnostics.correct(logits, offset, COLUMNS, queries, labels);
    }
    try (TensorScope _ = TensorScope.open()) {
      float[] figures =
          ClassFigures.of(
                  Tensor.of(logits, 1, BATCH, QUERIES, COLUMNS),
                  Tensor.of(truth, 1, BATCH, QUERIES),
                  Tensor.of(counts, BATCH))
              .toFloats();
      assertThat(figures).as("seed %d", seed).containsExactly((float) (difference / BATCH), right);
    }
  }
}
