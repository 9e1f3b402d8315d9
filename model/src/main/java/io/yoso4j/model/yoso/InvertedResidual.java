package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of MobileNetV2: 1×1 to more channels (unless {@code expansion} is 1), depthwise 3×3, and
 * 1×1 to fewer without an activation; added to the input where shapes allow.
 */
final class InvertedResidual {
  private final List<ConvNorm> activated;
  private final ConvNorm projection;
  private final boolean residual;

  private InvertedResidual(List<ConvNorm> activated, ConvNorm projection, boolean residual) {
    this.activated = activated;
    this.projection = projection;
    this.residual = residual;
  }

  static InvertedResidual create(
      ParameterScope scope,
      BackboneConfig.Norm norm,
      int inputs,
      int expansion,
      int outputs,
      int stride) {
    Initializer msra = Initializer.msra();
    int inner = inputs * expansion;
    List<ConvNorm> activated = new ArrayList<>();
    if (expansion != 1) {
      ParameterScope place = scope.child("0");
      Conv2d conv = Conv2d.create(place.child("0"), inputs, inner, 1, 1, msra);
      activated.add(new ConvNorm(conv, norm.create(place.child("1"), inner)));
    }
    ParameterScope place = scope.child(Integer.toString(activated.size()));
    Conv2d depthwise = Conv2d.depthwise(place.child("0"), inner, 3, stride, msra);
    activated.add(new ConvNorm(depthwise, norm.create(place.child("1"), inner)));
    int next = activated.size();
    Conv2d conv = Conv2d.create(scope.child(Integer.toString(next)), inner, outputs, 1, 1, msra);
    ConvNorm projection =
        new ConvNorm(conv, norm.create(scope.child(Integer.toString(next + 1)), outputs));
    return new InvertedResidual(
        List.copyOf(activated), projection, stride == 1 && inputs == outputs);
  }

  InvertedResidual folded(Folding folding) {
    return new InvertedResidual(
        activated.stream().map(part -> part.folded(folding)).toList(),
        projection.folded(folding),
        residual);
  }

  Tensor forward(Tensor input, boolean training) {
    Tensor x = input;
    for (ConvNorm part : activated) {
      x = Functional.relu6InPlace(part.forward(x, training));
    }
    x = projection.forward(x, training);
    return residual ? x.addInPlace(input) : x;
  }
}
