package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Tensor;

/** Normalisation of {@code [B, C, H, W]} with an affine value pair per channel. */
public sealed interface ChannelNorm permits BatchNorm, GroupNorm {
  /**
   * Normalises.
   *
   * @param training whether statistics may come from the batch
   */
  Tensor forward(Tensor input, boolean training);
}
