package io.yoso4j.model;

import io.yoso4j.model.yoso.InputSpec;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/**
 * Whatever turns images into queries, on plain memory: for networks that another engine than
 * libtorch runs. {@link Segmenter} needs no more.
 */
public interface MemoryNetwork extends AutoCloseable {
  /** How images enter. */
  InputSpec input();

  /** Classes without "no object". */
  int numClasses();

  /**
   * Predicts. May be called from several threads at once.
   *
   * @param images native memory, {@code [batch, 3, height, width]} float32 in C order, normalised
   *     and padded with zeros after {@link #input}
   * @param use takes the results, which are valid until it returns
   * @return what {@code use} returned
   */
  <T> T predict(
      MemorySegment images, int batch, int height, int width, Function<QueryOutputs, T> use);

  /** Frees the weights. */
  @Override
  void close();
}
