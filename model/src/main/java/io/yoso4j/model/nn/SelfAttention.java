package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;

/**
 * Multi-head self-attention, as {@code torch.nn.MultiheadAttention} with one packed projection but
 * batch first. Parameters: {@code in_proj_weight}, {@code in_proj_bias}, {@code out_proj.*}.
 */
public final class SelfAttention {
  private final Tensor inputWeight;
  private final Tensor inputBias;
  private final Linear output;
  private final int heads;

  private SelfAttention(Tensor inputWeight, Tensor inputBias, Linear output, int heads) {
    this.inputWeight = inputWeight;
    this.inputBias = inputBias;
    this.output = output;
    this.heads = heads;
  }

  /** {@code width} must be a multiple of {@code heads}. */
  public static SelfAttention create(
      ParameterScope scope, int width, int heads, Initializer outputWeights) {
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "attention width (" + width + ") must be a multiple of the heads (" + heads + ")");
    }
    return new SelfAttention(
        scope.weight("in_proj_weight", Initializer.xavier(), 3L * width, width),
        scope.weight("in_proj_bias", Initializer.constant(0), 3L * width),
        Linear.create(
            scope.child("out_proj"), width, width, outputWeights, Initializer.constant(0)),
        heads);
  }

  /** {@code [B, N, C]} to the same shape. */
  public Tensor forward(Tensor input) {
    long batch = input.size(0);
    long tokens = input.size(1);
    long width = input.size(2);
    Tensor packed =
        Functional.linear(input, inputWeight, inputBias)
            .view(batch, tokens, 3, heads, width / heads)
            .permute(2, 0, 3, 1, 4);
    Tensor mixed =
        Functional.attention(packed.select(0, 0), packed.select(0, 1), packed.select(0, 2));
    return output.forward(mixed.transpose(1, 2).reshape(batch, tokens, width));
  }
}
