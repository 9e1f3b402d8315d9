package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation over the channels of {@code [B, C, H, W]}. Frozen: all four tensors are
 * buffers and the stored statistics always apply (detectron2's FrozenBatchNorm2d). Else {@code
 * weight} and {@code bias} are learned, and training uses and follows the batch's statistics,
 * momentum 0.1: those of this process, or, synchronised, of all ranks that train together.
 */
public final class BatchNorm implements ChannelNorm {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor mean;
  private final Tensor variance;
  private final boolean frozen;
  private final @Nullable RankStatistics ofRanks;

  private BatchNorm(
      Tensor weight,
      Tensor bias,
      Tensor mean,
      Tensor variance,
      boolean frozen,
      @Nullable RankStatistics ofRanks) {
    this.weight = weight;
    this.bias = bias;
    this.mean = mean;
    this.variance = variance;
    this.frozen = frozen;
    this.ofRanks = ofRanks;
  }

  /** A layer that learns. */
  public static BatchNorm learned(ParameterScope scope, int channels) {
    return learned(scope, channels, null);
  }

  /**
   * A layer that learns with the statistics of all ranks of {@link
   * io.yoso4j.model.tensor.RankGroup#current()}; without a group as {@link #learned}. Between two
   * forward passes that train lies their backward pass.
   */
  public static BatchNorm synchronised(ParameterScope scope, int channels) {
    return learned(scope, channels, new RankStatistics(MOMENTUM, EPSILON));
  }

  private static BatchNorm learned(
      ParameterScope scope, int channels, @Nullable RankStatistics ofRanks) {
    return new BatchNorm(
        scope.normWeight("weight", 1, channels),
        scope.normWeight("bias", 0, channels),
        scope.normBuffer("running_mean", 0, channels),
        scope.normBuffer("running_var", 1, channels),
        false,
        ofRanks);
  }

  /** A layer that never changes. */
  public static BatchNorm frozen(ParameterScope scope, int channels) {
    return new BatchNorm(
        scope.normBuffer("weight", 1, channels),
        scope.normBuffer("bias", 0, channels),
        scope.normBuffer("running_mean", 0, channels),
        scope.normBuffer("running_var", 1, channels),
        true,
        null);
  }

  /** What inference multiplies each channel with: {@code [C]}. */
  Tensor scale() {
    return weight.detach().mul(variance.add(EPSILON).rsqrt());
  }

  /** What inference then adds to each channel: {@code [C]}. */
  Tensor shift() {
    return bias.detach().sub(mean.mul(scale()));
  }

  @Override
  public Tensor forward(Tensor input, boolean training) {
    RankGroup group = training && ofRanks != null ? RankGroup.current() : null;
    if (group != null && ofRanks != null) {
      return ofRanks.normalise(group, input, weight, bias, mean, variance);
    }
    return Functional.batchNorm(
        input, weight, bias, mean, variance, training && !frozen, MOMENTUM, EPSILON);
  }
}
