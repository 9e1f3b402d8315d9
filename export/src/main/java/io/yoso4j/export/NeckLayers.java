package io.yoso4j.export;

import java.util.List;

/** Merges res2 to res5 into one map at stride 4 that also knows the pixels' coordinates. */
final class NeckLayers {
  private static final String DECONV = "yoso_neck.deconv.";
  private static final int LEVELS = 4;

  private final Layers layers;
  private final OnnxGraph graph;
  private final DeformableLayer deformable;

  NeckLayers(Layers layers, Deformable form) {
    this.layers = layers;
    graph = layers.graph();
    deformable = new DeformableLayer(layers, form);
  }

  /** {@code [B, hiddenDim, H/4, W/4]}. */
  Value emit(List<Value> features) {
    Value level = layers.conv(features.get(LEVELS - 1), DECONV + "lateral_conv0");
    Value sum = reduced(level, 0);
    for (int i = 1; i < LEVELS; i++) {
      Value up = deformable.emit(level, DECONV + "deform_conv" + i);
      Value lateral = layers.conv(features.get(LEVELS - 1 - i), DECONV + "lateral_conv" + i);
      level = graph.add(lateral, up);
      sum = graph.add(sum, reduced(level, i));
    }
    sum = graph.add(sum, layers.constant(DECONV + "bias"));
    return locate(layers.conv(sum, DECONV + "output_conv"));
  }

  /** Image sides are multiples of 32, so every level is a whole fraction of stride 4. */
  private Value reduced(Value level, int i) {
    Value reduced = layers.conv(level, DECONV + "conv_a" + (LEVELS + 1 - i));
    int factor = 1 << (LEVELS - 1 - i);
    return factor == 1 ? reduced : graph.enlarge(reduced, factor);
  }

  private Value locate(Value features) {
    Value batch = graph.size(features, 0);
    Value height = graph.size(features, 2);
    Value width = graph.size(features, 3);
    Value shape = graph.concat(0, batch, graph.longs(1), height, width);
    Value x = graph.expand(graph.reshape(coordinates(width), 1, 1, 1, -1), shape);
    Value y = graph.expand(graph.reshape(coordinates(height), 1, 1, -1, 1), shape);
    return layers.conv(graph.concat(1, features, x, y), "yoso_neck.loc_conv");
  }

  /** From −1 to 1 in even steps. */
  private Value coordinates(Value size) {
    Value steps = graph.sub(graph.toFloat(size), graph.scalar(1));
    Value part = graph.div(graph.range(size), steps);
    return graph.sub(graph.mul(part, graph.scalar(2)), graph.scalar(1));
  }
}
