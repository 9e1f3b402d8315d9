package io.yoso4j.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a network says about a batch, float32 in C order.
 *
 * @param logits {@code [B, Q, C + 1]}, last column "no object"
 * @param masks logits {@code [B, Q, maskHeight, maskWidth]}; read from several threads
 * @param queries Q
 */
public record QueryOutputs(
    MemorySegment logits, MemorySegment masks, int queries, int maskHeight, int maskWidth) {

  /** Scores of the classes for one image: {@code [Q, columns]}. */
  float[] probabilities(int image, int columns, ClassScores scores) {
    float[] values = new float[queries * columns];
    MemorySegment.copy(
        logits, ValueLayout.JAVA_FLOAT, (long) image * values.length * 4, values, 0, values.length);
    for (int from = 0; from < values.length; from += columns) {
      scores.apply(values, from, from + columns);
    }
    return values;
  }
}
