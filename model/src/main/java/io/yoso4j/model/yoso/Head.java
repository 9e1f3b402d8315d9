package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The learned kernels (stage 0) and the refinement stages. Names: {@code kernels}, {@code
 * mask_heads}.
 */
final class Head {
  private final Conv2d kernels;
  private final List<CrossAttentionHead> stages;
  private final double temperature;

  private Head(Conv2d kernels, List<CrossAttentionHead> stages, double temperature) {
    this.kernels = kernels;
    this.stages = stages;
    this.temperature = temperature;
  }

  static Head create(ParameterScope scope, YosoConfig config) {
    Initializer uniform = Initializer.uniformFan(config.hiddenDim());
    Conv2d kernels =
        Conv2d.create(
            scope.child("kernels"), config.hiddenDim(), config.numQueries(), 1, uniform, uniform);
    List<CrossAttentionHead> stages = new ArrayList<>();
    for (int i = 0; i < config.numStages(); i++) {
      stages.add(
          new CrossAttentionHead(scope.child("mask_heads").child(Integer.toString(i)), config));
    }
    return new Head(kernels, List.copyOf(stages), config.temperature());
  }

  /** One entry per stage, stage 0 first; without training only the last has class logits. */
  List<StageTensors> forward(Tensor features, boolean training) {
    List<StageTensors> results = new ArrayList<>();
    PixelFeatures pixels = PixelFeatures.of(features);
    Tensor masks = kernels.forward(pixels.features());
    results.add(new StageTensors(null, masks));
    Tensor weight = kernels.weight();
    Tensor objects =
        weight
            .view(1, weight.size(0), weight.size(1))
            .expand(features.size(0), weight.size(0), weight.size(1));
    for (int i = 0; i < stages.size(); i++) {
      boolean classify = training || i == stages.size() - 1;
      CrossAttentionHead.Output output = stages.get(i).forward(pixels, objects, masks, classify);
      Tensor classes = output.classes();
      masks = output.masks();
      objects = output.kernels();
      results.add(new StageTensors(classes == null ? null : classes.div(temperature), masks));
    }
    return results;
  }
}
