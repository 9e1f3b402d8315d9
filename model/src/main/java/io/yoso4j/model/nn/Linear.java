package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A fully connected layer over the last axis. Parameters: {@code weight}, {@code bias}. */
public final class Linear {
  private final Tensor weight;
  private final @Nullable Tensor bias;

  private Linear(Tensor weight, @Nullable Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  public static Linear create(
      ParameterScope scope, int inputs, int outputs, Initializer weights, Initializer biases) {
    return new Linear(
        scope.weight("weight", weights, outputs, inputs), scope.weight("bias", biases, outputs));
  }

  public static Linear withoutBias(
      ParameterScope scope, int inputs, int outputs, Initializer weights) {
    return new Linear(scope.weight("weight", weights, outputs, inputs), null);
  }

  public Tensor forward(Tensor input) {
    return Functional.linear(input, weight, bias);
  }
}
