package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.Norm;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution without bias and its normalisation: {@code weight}, {@code norm.*}. Folded for
 * inference, the convolution has a bias and the norm is gone.
 */
record ConvNorm(Conv2d conv, @Nullable Norm norm) {
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

  ConvNorm folded(Folding folding) {
    return new ConvNorm(conv.folded(norm, folding), null);
  }

  Tensor forward(Tensor input, boolean training) {
    Tensor x = conv.forward(input);
    return norm == null ? x : norm.forward(x, training);
  }
}
