package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A convolution layer with a square kernel. Parameters: {@code weight}, {@code bias}. */
public final class Conv2d {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final int stride;
  private final int padding;
  private final int groups;

  private Conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding, int groups) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.padding = padding;
    this.groups = groups;
  }

  /** Without a bias, padded so that stride 1 keeps the size. */
  public static Conv2d create(
      ParameterScope scope, int inputs, int outputs, int kernel, int stride, Initializer weights) {
    Tensor weight = scope.weight("weight", weights, outputs, inputs, kernel, kernel);
    return new Conv2d(weight, null, stride, kernel / 2, 1);
  }

  /** As without a bias, with every channel on its own. */
  public static Conv2d depthwise(
      ParameterScope scope, int channels, int kernel, int stride, Initializer weights) {
    Tensor weight = scope.weight("weight", weights, channels, 1, kernel, kernel);
    return new Conv2d(weight, null, stride, kernel / 2, channels);
  }

  /** With a bias, stride 1, padded to keep the size. */
  public static Conv2d create(
      ParameterScope scope,
      int inputs,
      int outputs,
      int kernel,
      Initializer weights,
      Initializer biases) {
    Tensor weight = scope.weight("weight", weights, outputs, inputs, kernel, kernel);
    return new Conv2d(weight, scope.weight("bias", biases, outputs), 1, kernel / 2, 1);
  }

  /** This layer followed by {@code norm} (if any) in inference, as one layer. */
  public Conv2d folded(@Nullable BatchNorm norm, Folding folding) {
    return new Conv2d(
        folding.weight(weight, norm, 0), folding.bias(bias, norm), stride, padding, groups);
  }

  /** {@code [B, I, H, W]} to {@code [B, O, H/stride, W/stride]}. */
  public Tensor forward(Tensor input) {
    return Functional.conv2d(input, weight, bias, stride, padding, 1, groups);
  }

  /** {@code [O, I, k, k]}, or {@code [C, 1, k, k]} where every channel is on its own. */
  public Tensor weight() {
    return weight;
  }
}
