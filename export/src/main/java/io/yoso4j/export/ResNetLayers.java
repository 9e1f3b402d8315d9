package io.yoso4j.export;

import java.util.ArrayList;
import java.util.List;

/** The backbone: a ResNet in detectron2's names, as deep as its weights say. */
final class ResNetLayers implements BackboneLayers {
  private static final int FIRST = 2;
  private static final int LAST = 5;

  private final Layers layers;

  ResNetLayers(Layers layers) {
    this.layers = layers;
  }

  @Override
  public List<Value> emit(Value images) {
    OnnxGraph graph = layers.graph();
    Value x = graph.relu(convNorm(images, "backbone.stem.conv1", 2));
    x = graph.maxPool(x, 3, 2, 1);
    List<Value> features = new ArrayList<>();
    for (int stage = FIRST; stage <= LAST; stage++) {
      String prefix = "backbone.res" + stage + ".";
      for (int block = 0; layers.has(prefix + block + ".conv1.weight"); block++) {
        x = block(x, prefix + block, block == 0 && stage > FIRST ? 2 : 1);
      }
      features.add(x);
    }
    return features;
  }

  /** The stride lies in the first 3×3 convolution. */
  private Value block(Value input, String prefix, int stride) {
    OnnxGraph graph = layers.graph();
    boolean bottleneck = layers.has(prefix + ".conv3.weight");
    Value x = graph.relu(convNorm(input, prefix + ".conv1", bottleneck ? 1 : stride));
    x = convNorm(x, prefix + ".conv2", bottleneck ? stride : 1);
    if (bottleneck) {
      x = convNorm(graph.relu(x), prefix + ".conv3", 1);
    }
    Value side =
        layers.has(prefix + ".shortcut.weight")
            ? convNorm(input, prefix + ".shortcut", stride)
            : input;
    return graph.relu(graph.add(x, side));
  }

  private Value convNorm(Value input, String prefix, int stride) {
    return layers.convNorm(input, prefix, prefix + ".norm", stride, 1);
  }
}
