package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** The backbone, in detectron2's layout and names: {@code stem}, {@code res2} to {@code res5}. */
final class ResNet implements Backbone {
  private final ConvNorm stem;
  private final List<List<ResidualBlock>> stages;

  private ResNet(ConvNorm stem, List<List<ResidualBlock>> stages) {
    this.stem = stem;
    this.stages = stages;
  }

  static ResNet create(ParameterScope scope, ResNetConfig config) {
    ParameterScope stemScope = frozenBelow(scope, config, 1).child("stem").child("conv1");
    ConvNorm stem = ConvNorm.create(stemScope, config.norm(), 3, config.stemChannels(), 7, 2);
    List<List<ResidualBlock>> stages = new ArrayList<>();
    int inputs = config.stemChannels();
    for (int stage = 0; stage < Backbone.STAGES; stage++) {
      ParameterScope stageScope = frozenBelow(scope, config, stage + 2).child("res" + (stage + 2));
      List<ResidualBlock> blocks = new ArrayList<>();
      int outputs = config.channels(stage);
      for (int block = 0; block < config.blocks()[stage]; block++) {
        int stride = block == 0 && stage > 0 ? 2 : 1;
        ParameterScope blockScope = stageScope.child(Integer.toString(block));
        int inner = config.bottleneck() ? config.widthPerGroup() << stage : outputs;
        blocks.add(ResidualBlock.create(blockScope, config, inputs, inner, outputs, stride));
        inputs = outputs;
      }
      stages.add(List.copyOf(blocks));
    }
    return new ResNet(stem, List.copyOf(stages));
  }

  private static ParameterScope frozenBelow(ParameterScope scope, ResNetConfig config, int part) {
    return part <= config.freezeAt() ? scope.frozen() : scope;
  }

  @Override
  public ResNet folded(Folding folding) {
    return new ResNet(
        stem.folded(folding),
        stages.stream()
            .map(stage -> stage.stream().map(block -> block.folded(folding)).toList())
            .toList());
  }

  @Override
  public List<Tensor> forward(Tensor images, boolean training) {
    List<Tensor> features = new ArrayList<>(Backbone.STAGES);
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = TensorScope.only(() -> stem(images, training));
      for (List<ResidualBlock> stage : stages) {
        Tensor input = x;
        x = TensorScope.only(() -> run(stage, input, training));
        features.add(scope.lift(x));
      }
    }
    return features;
  }

  /** Memory of a block's insides is reused by the next one. */
  private static Tensor run(List<ResidualBlock> stage, Tensor input, boolean training) {
    Tensor x = input;
    for (ResidualBlock block : stage) {
      Tensor before = x;
      x = TensorScope.only(() -> block.forward(before, training));
    }
    return x;
  }

  /** Stride 4. */
  Tensor stem(Tensor images, boolean training) {
    return Functional.maxPool2d(Functional.reluInPlace(stem.forward(images, training)), 3, 2, 1);
  }
}
