package io.yoso4j.export;

import io.yoso4j.model.yoso.YosoConfig;

/** One refinement stage: gathers features under each mask, updates the objects, masks again. */
final class StageLayers {
  private static final int HEADS = 8;

  private final Layers layers;
  private final OnnxGraph graph;
  private final YosoConfig config;
  private final String prefix;

  StageLayers(Layers layers, YosoConfig config, String prefix) {
    this.layers = layers;
    graph = layers.graph();
    this.config = config;
    this.prefix = prefix + ".";
  }

  /**
   * @param objects {@code [B, Q, C]}
   * @param masks logits {@code [B, Q, H·W]}
   */
  record Outputs(Value objects, Value masks) {}

  /** {@code pixels} are {@code [B, C, H·W]}; {@code kernels} may have a batch of 1 for all. */
  Outputs emit(Value pixels, Value kernels, Value masks) {
    // A probability above one half is a logit above zero.
    Value hard = graph.greater(masks, graph.scalar(0));
    Value gathered = graph.matMul(hard, graph.transpose(pixels, 0, 2, 1));
    Value f = graph.add(gathered, dynamicConv(kernels, gathered, "f_atten"));
    f = layers.layerNorm(f, prefix + "f_atten_norm");
    Value k = graph.add(f, dynamicConv(kernels, f, "k_atten"));
    k = layers.layerNorm(k, prefix + "k_atten_norm");
    k = layers.layerNorm(graph.add(k, selfAttention(k)), prefix + "s_atten_norm");
    Value inner = graph.relu(layers.linear(k, prefix + "ffn.layers.0.0"));
    Value objects = graph.add(k, layers.linear(inner, prefix + "ffn.layers.1"));
    objects = layers.layerNorm(objects, prefix + "ffn_norm");
    Value newKernels =
        layers.linear(layers.fullyConnected(objects, prefix + "mask_fcs"), prefix + "fc_mask");
    return new Outputs(objects, graph.matMul(newKernels, pixels));
  }

  /** Taps of a depthwise convolution along the channels, then a matrix that mixes the objects. */
  private Value dynamicConv(Value query, Value value, String name) {
    int taps = config.convKernel1d();
    Value predicted = layers.linear(query, prefix + name + ".weight_linear");
    int before = (taps - 1) / 2;
    Value padded = taps == 1 ? value : graph.padLast(value, before, taps - 1 - before);
    Value sum = shifted(padded, predicted, 0);
    for (int tap = 1; tap < taps; tap++) {
      sum = graph.add(sum, shifted(padded, predicted, tap));
    }
    Value mixing = graph.slice(predicted, 2, taps, taps + (long) config.numQueries());
    return layers.layerNorm(graph.matMul(mixing, graph.relu(sum)), prefix + name + ".norm");
  }

  private Value shifted(Value padded, Value predicted, long tap) {
    return graph.mul(
        graph.slice(padded, 2, tap, tap + config.hiddenDim()),
        graph.slice(predicted, 2, tap, tap + 1));
  }

  private Value selfAttention(Value objects) {
    long width = config.hiddenDim() / HEADS;
    Value packed =
        layers.linear(objects, prefix + "s_atten.in_proj_weight", prefix + "s_atten.in_proj_bias");
    packed = graph.reshape(packed, 0, config.numQueries(), 3, HEADS, width);
    packed = graph.transpose(packed, 2, 0, 3, 1, 4);
    Value query =
        graph.mul(graph.select(packed, 0, 0), graph.scalar(1 / Math.sqrt((double) width)));
    Value key = graph.transpose(graph.select(packed, 0, 1), 0, 1, 3, 2);
    Value attention = graph.softmax(graph.matMul(query, key));
    Value mixed = graph.matMul(attention, graph.select(packed, 0, 2));
    mixed = graph.reshape(graph.transpose(mixed, 0, 2, 1, 3), 0, 0, config.hiddenDim());
    return layers.linear(mixed, prefix + "s_atten.out_proj");
  }
}
