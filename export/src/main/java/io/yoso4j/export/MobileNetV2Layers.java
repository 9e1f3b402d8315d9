package io.yoso4j.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** MobileNetV2 in torchvision's names, without its classifier. */
final class MobileNetV2Layers implements BackboneLayers {
  private static final String FEATURES = "backbone.features.";
  private static final int LAST = 18;

  /** Blocks that halve height and width. */
  private static final Set<Integer> STRIDED = Set.of(2, 4, 7, 14);

  /** Blocks that end res2, res3 and res4, each before the next stride. */
  private static final Set<Integer> ENDS = Set.of(3, 6, 13);

  private final Layers layers;
  private final OnnxGraph graph;

  MobileNetV2Layers(Layers layers) {
    this.layers = layers;
    graph = layers.graph();
  }

  @Override
  public List<Value> emit(Value images) {
    Value x = activated(images, FEATURES + 0, 2, 1);
    List<Value> features = new ArrayList<>();
    for (int block = 1; block < LAST; block++) {
      x = block(x, FEATURES + block + ".conv.", STRIDED.contains(block) ? 2 : 1);
      if (ENDS.contains(block)) {
        features.add(x);
      }
    }
    features.add(activated(x, FEATURES + LAST, 1, 1));
    return features;
  }

  /** A block with expansion has a 1×1 convolution before the depthwise one. */
  private Value block(Value input, String prefix, int stride) {
    Value x = input;
    int next = 0;
    if (layers.has(prefix + "1.0.weight")) {
      x = activated(x, prefix + next++, 1, 1);
    }
    long[] depthwise = layers.shape(prefix + next + ".0.weight");
    x = activated(x, prefix + next++, stride, depthwise[0]);
    x = layers.convNorm(x, prefix + next, prefix + (next + 1), 1, 1);
    long inputs = layers.shape(prefix + "0.0.weight")[next == 1 ? 0 : 1];
    boolean residual = stride == 1 && inputs == layers.shape(prefix + next + ".weight")[0];
    return residual ? graph.add(x, input) : x;
  }

  private Value activated(Value input, String prefix, int stride, long groups) {
    return graph.relu6(layers.convNorm(input, prefix + ".0", prefix + ".1", stride, groups));
  }
}
