package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A residual block: two 3×3 convolutions (depth 18, 34) or 1×1, 3×3, 1×1 (depth 50 and up, the
 * stride in the 3×3), with a 1×1 {@code shortcut} where the number of channels changes.
 */
final class ResidualBlock {
  private final @Nullable ConvNorm shortcut;
  private final List<ConvNorm> path;

  private ResidualBlock(@Nullable ConvNorm shortcut, List<ConvNorm> path) {
    this.shortcut = shortcut;
    this.path = path;
  }

  static ResidualBlock create(
      ParameterScope scope, ResNetConfig config, int inputs, int inner, int outputs, int stride) {
    ConvNorm shortcut =
        inputs == outputs
            ? null
            : ConvNorm.create(scope.child("shortcut"), config.norm(), inputs, outputs, 1, stride);
    List<ConvNorm> path =
        config.bottleneck()
            ? List.of(
                ConvNorm.create(scope.child("conv1"), config.norm(), inputs, inner, 1, 1),
                ConvNorm.create(scope.child("conv2"), config.norm(), inner, inner, 3, stride),
                ConvNorm.create(scope.child("conv3"), config.norm(), inner, outputs, 1, 1))
            : List.of(
                ConvNorm.create(scope.child("conv1"), config.norm(), inputs, outputs, 3, stride),
                ConvNorm.create(scope.child("conv2"), config.norm(), outputs, outputs, 3, 1));
    return new ResidualBlock(shortcut, path);
  }

  ResidualBlock folded(Folding folding) {
    return new ResidualBlock(
        shortcut == null ? null : shortcut.folded(folding),
        path.stream().map(part -> part.folded(folding)).toList());
  }

  Tensor forward(Tensor input, boolean training) {
    Tensor x = input;
    for (int i = 0; i < path.size(); i++) {
      x = path.get(i).forward(x, training);
      if (i < path.size() - 1) {
        x = Functional.reluInPlace(x);
      }
    }
    Tensor side = shortcut == null ? input : shortcut.forward(input, training);
    return Functional.reluInPlace(x.addInPlace(side));
  }
}
