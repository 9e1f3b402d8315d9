package io.yoso4j.export;

import io.yoso4j.model.yoso.YosoConfig;

/** The learned kernels and the refinement stages. */
final class HeadLayers {
  private final Layers layers;
  private final OnnxGraph graph;
  private final YosoConfig config;

  HeadLayers(Layers layers, YosoConfig config) {
    this.layers = layers;
    graph = layers.graph();
    this.config = config;
  }

  /**
   * What the network yields.
   *
   * @param logits {@code [B, Q, C + 1]}, divided by the temperature
   * @param masks {@code [B, Q, H/4, W/4]}
   */
  record Outputs(Value logits, Value masks) {}

  /** {@code features} are {@code [B, hiddenDim, H/4, W/4]}. */
  Outputs emit(Value features) {
    long width = config.hiddenDim();
    Value size = graph.concat(0, graph.size(features, 2), graph.size(features, 3));
    Value pixels = graph.reshape(features, 0, width, -1);
    Value kernels = layers.constant("yoso_head.kernels.weight");
    Value objects = graph.reshape(kernels, 1, config.numQueries(), width);
    Value masks = graph.matMul(objects, pixels);
    Value bias = layers.constant("yoso_head.kernels.bias");
    masks = graph.add(masks, graph.reshape(bias, -1, 1));
    StageLayers.Outputs stage = new StageLayers.Outputs(objects, masks);
    for (int i = 0; i < config.numStages(); i++) {
      stage =
          new StageLayers(layers, config, "yoso_head.mask_heads." + i)
              .emit(pixels, stage.objects(), stage.masks());
    }
    String last = "yoso_head.mask_heads." + (config.numStages() - 1);
    Value logits =
        layers.linear(layers.fullyConnected(stage.objects(), last + ".cls_fcs"), last + ".fc_cls");
    Value shape = graph.concat(0, graph.longs(0, config.numQueries()), size);
    return new Outputs(
        graph.div(logits, graph.scalar(config.temperature())), graph.reshape(stage.masks(), shape));
  }
}
