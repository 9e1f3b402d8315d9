package io.yoso4j.model.yoso;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;

/**
 * Whatever turns images into queries, each with class logits and a mask: all that a {@link
 * io.yoso4j.model.Segmenter} needs. Implement it to use a network of your own; YOSO's is {@link
 * YosoNetwork#inference}.
 */
public interface QueryNetwork extends AutoCloseable {
  /** How images enter. */
  InputSpec input();

  /** Classes without "no object". */
  int numClasses();

  /** Where images are wanted and results come from. */
  Device device();

  /**
   * Predicts. Called without gradient recording, inside a scope that frees all tensors made, and
   * possibly from several threads at once.
   *
   * @param images {@code [B, 3, H, W]} float32, normalised and padded with zeros after {@link
   *     #input}
   * @return logits {@code [B, Q, C + 1]} and masks {@code [B, Q, h, w]} with h ≤ H and w ≤ W, both
   *     float32
   */
  StageTensors predict(Tensor images);

  /** Frees the weights. */
  @Override
  void close();
}
