package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.Objects;

/**
 * Group normalisation: mean and variance of each image and group of channels (Wu and He, "Group
 * Normalization"). The same in training and inference. Parameters: {@code weight}, {@code bias}.
 */
public final class GroupNorm implements ChannelNorm {
  /** Groups, as in detectron2's GN. */
  public static final int GROUPS = 32;

  private static final double EPSILON = 1e-5;

  private final Tensor weight;
  private final Tensor bias;

  private GroupNorm(Tensor weight, Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /**
   * @throws IllegalArgumentException if {@code channels} is no multiple of {@link #GROUPS}
   */
  public static GroupNorm create(ParameterScope scope, int channels) {
    if (channels % GROUPS != 0) {
      throw new IllegalArgumentException(
          "channels (" + channels + ") must be a multiple of " + GROUPS);
    }
    return new GroupNorm(
        scope.normWeight("weight", 1, channels), scope.normWeight("bias", 0, channels));
  }

  /** This layer for inference, with weights of the folding. */
  public GroupNorm folded(Folding folding) {
    return new GroupNorm(
        Objects.requireNonNull(folding.bias(weight, null)),
        Objects.requireNonNull(folding.bias(bias, null)));
  }

  @Override
  public Tensor forward(Tensor input, boolean training) {
    return Functional.groupNorm(input, GROUPS, weight, bias, EPSILON);
  }
}
