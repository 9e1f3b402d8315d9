package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.BatchNorm;
import io.yoso4j.model.nn.ChannelNorm;
import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.GroupNorm;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution without bias and its normalisation. Folded for inference, the convolution has a
 * bias and batch normalisation is gone.
 */
record ConvNorm(Conv2d conv, @Nullable ChannelNorm norm) {
  /** In detectron2's names: {@code weight}, {@code norm.*}. */
  static ConvNorm create(
      ParameterScope scope,
      BackboneConfig.Norm norm,
      int inputs,
      int outputs,
      int kernel,
      int stride) {
    Conv2d conv = Conv2d.create(scope, inputs, outputs, kernel, stride, Initializer.msra());
    return new ConvNorm(conv, norm.create(scope.child("norm"), outputs));
  }

  ConvNorm folded(Folding folding) {
    return switch (norm) {
      case null -> new ConvNorm(conv.folded(null, folding), null);
      case BatchNorm batch -> new ConvNorm(conv.folded(batch, folding), null);
      case GroupNorm group -> new ConvNorm(conv.folded(null, folding), group.folded(folding));
    };
  }

  Tensor forward(Tensor input, boolean training) {
    Tensor x = conv.forward(input);
    return norm == null ? x : norm.forward(x, training);
  }
}
