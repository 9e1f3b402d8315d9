package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2 without its classifier. Names as torchvision's: {@code features.0} the stem, {@code
 * features.1} to {@code features.17} inverted residuals, {@code features.18} the last convolution.
 * Source: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", table 2.
 */
final class MobileNetV2 implements Backbone {
  /** Expansion, output channels, blocks, and stride of the first of them, per group. */
  private static final int[][] GROUPS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  /** The stage that each group computes a part of; a stage ends before the next stride. */
  private static final int[] STAGES_OF_GROUPS = {0, 0, 1, 2, 2, 3, 3};

  static final int LAST = 1280;
  private static final int STEM = 32;

  private final ConvNorm stem;
  private final List<List<InvertedResidual>> stages;
  private final ConvNorm last;

  private MobileNetV2(ConvNorm stem, List<List<InvertedResidual>> stages, ConvNorm last) {
    this.stem = stem;
    this.stages = stages;
    this.last = last;
  }

  static MobileNetV2 create(ParameterScope scope, MobileNetV2Config config) {
    ParameterScope features = scope.child("features");
    ConvNorm stem = plain(part(features, config, 1).child("0"), config, 3, STEM, 3, 2);
    List<List<InvertedResidual>> stages = new ArrayList<>();
    for (int stage = 0; stage < Backbone.STAGES; stage++) {
      stages.add(new ArrayList<>());
    }
    int inputs = STEM;
    int index = 1;
    for (int group = 0; group < GROUPS.length; group++) {
      int stage = STAGES_OF_GROUPS[group];
      int outputs = GROUPS[group][1];
      for (int block = 0; block < GROUPS[group][2]; block++) {
        ParameterScope place = part(features, config, group == 0 ? 1 : stage + 2);
        int stride = block == 0 ? GROUPS[group][3] : 1;
        stages
            .get(stage)
            .add(
                InvertedResidual.create(
                    place.child(Integer.toString(index)).child("conv"),
                    config.norm(),
                    inputs,
                    GROUPS[group][0],
                    outputs,
                    stride));
        inputs = outputs;
        index++;
      }
    }
    ParameterScope end = part(features, config, 5).child(Integer.toString(index));
    ConvNorm last = plain(end, config, inputs, LAST, 1, 1);
    return new MobileNetV2(stem, stages.stream().map(List::copyOf).toList(), last);
  }

  private static ConvNorm plain(
      ParameterScope scope,
      MobileNetV2Config config,
      int inputs,
      int outputs,
      int kernel,
      int stride) {
    Conv2d conv =
        Conv2d.create(scope.child("0"), inputs, outputs, kernel, stride, Initializer.msra());
    return new ConvNorm(conv, config.norm().create(scope.child("1"), outputs));
  }

  private static ParameterScope part(ParameterScope scope, MobileNetV2Config config, int part) {
    return part <= config.freezeAt() ? scope.frozen() : scope;
  }

  @Override
  public MobileNetV2 folded(Folding folding) {
    return new MobileNetV2(
        stem.folded(folding),
        stages.stream()
            .map(stage -> stage.stream().map(block -> block.folded(folding)).toList())
            .toList(),
        last.folded(folding));
  }

  @Override
  public List<Tensor> forward(Tensor images, boolean training) {
    List<Tensor> features = new ArrayList<>(Backbone.STAGES);
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = TensorScope.only(() -> Functional.relu6InPlace(stem.forward(images, training)));
      for (List<InvertedResidual> stage : stages) {
        for (InvertedResidual block : stage) {
          Tensor input = x;
          x = TensorScope.only(() -> block.forward(input, training));
        }
        if (features.size() == Backbone.STAGES - 1) {
          Tensor input = x;
          x = TensorScope.only(() -> Functional.relu6InPlace(last.forward(input, training)));
        }
        features.add(scope.lift(x));
      }
    }
    return features;
  }
}
