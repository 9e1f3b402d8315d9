package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.LayerNorm;
import io.yoso4j.model.nn.Linear;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;

/**
 * Separable dynamic convolution attention: the query predicts, for each object, the taps of a
 * depthwise convolution along the channels and a row of a matrix that mixes objects. Names: {@code
 * weight_linear}, {@code norm}.
 */
final class DynamicConv {
  private final Linear weights;
  private final LayerNorm norm;
  private final int taps;
  private final int queries;

  private DynamicConv(Linear weights, LayerNorm norm, int taps, int queries) {
    this.weights = weights;
    this.norm = norm;
    this.taps = taps;
    this.queries = queries;
  }

  static DynamicConv create(ParameterScope scope, YosoConfig config) {
    int taps = config.convKernel1d();
    int queries = config.numQueries();
    return new DynamicConv(
        Linear.create(
            scope.child("weight_linear"),
            config.hiddenDim(),
            queries + taps,
            CrossAttentionHead.WEIGHTS,
            Initializer.constant(0)),
        LayerNorm.create(scope.child("norm"), config.hiddenDim()),
        taps,
        queries);
  }

  /** {@code query} and {@code value} are {@code [B, N, C]}; so is the result. */
  Tensor forward(Tensor query, Tensor value) {
    Tensor predicted = weights.forward(query);
    Tensor depthwise = depthwise(predicted, value);
    Tensor mixed =
        Functional.bmm(predicted.narrow(2, taps, queries), Functional.reluInPlace(depthwise));
    return norm.forward(mixed);
  }

  /** The taps of the whole batch as shifted sums: no loop over images, no tiny convolutions. */
  private Tensor depthwise(Tensor predicted, Tensor value) {
    long channels = value.size(2);
    int before = (taps - 1) / 2;
    Tensor padded = taps == 1 ? value : Functional.pad(value, before, taps - 1 - before);
    Tensor sum = padded.narrow(2, 0, channels).mul(predicted.narrow(2, 0, 1));
    for (int tap = 1; tap < taps; tap++) {
      sum =
          Functional.addProduct(sum, padded.narrow(2, tap, channels), predicted.narrow(2, tap, 1));
    }
    return sum;
  }
}
