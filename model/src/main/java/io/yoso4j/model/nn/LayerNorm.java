package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;

/** Normalisation over the last axis. Parameters: {@code weight}, {@code bias}. */
public final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final Tensor weight;
  private final Tensor bias;

  private LayerNorm(Tensor weight, Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  public static LayerNorm create(ParameterScope scope, int width) {
    return new LayerNorm(scope.normWeight("weight", 1, width), scope.normWeight("bias", 0, width));
  }

  public Tensor forward(Tensor input) {
    return Functional.layerNorm(input, weight, bias, EPSILON);
  }
}
