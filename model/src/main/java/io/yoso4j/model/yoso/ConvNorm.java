package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.Norm;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Tensor;

/** A convolution without bias and its normalisation: {@code weight}, {@code norm.*}. */
record ConvNorm(Conv2d conv, Norm norm) {
  static ConvNorm create(
      ParameterScope scope,
      BackboneConfig config,
      int inputs,
      int outputs,
      int kernel,
      int stride) {
    Conv2d conv = Conv2d.create(scope, inputs, outputs, kernel, stride, Initializer.msra());
    ParameterScope normScope = scope.child("norm");
    Norm norm =
        config.norm() == BackboneConfig.Norm.FROZEN
            ? Norm.frozen(normScope, outputs)
            : Norm.learned(normScope, outputs);
    return new ConvNorm(conv, norm);
  }

  Tensor forward(Tensor input, boolean training) {
    return norm.forward(conv.forward(input), training);
  }
}
