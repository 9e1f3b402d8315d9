package io.yoso4j.examples;

import io.yoso4j.model.nn.BatchNorm;
import io.yoso4j.model.nn.Conv2d;
import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Initializer;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.Backbone;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backbone of one's own under YOSO's neck and head: five 3×3 convolutions of stride 2, each with
 * batch normalisation and ReLU.
 *
 * @param width channels of res2, doubled per stage
 */
public record OwnBackbone(int width) implements BackboneConfig {
  @Override
  public int channels(int stage) {
    return width << stage;
  }

  @Override
  public Backbone create(ParameterScope scope) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.create(scope.child("stem"), 3, width));
    for (int stage = 0; stage < Backbone.STAGES; stage++) {
      int inputs = stage == 0 ? width : channels(stage - 1);
      layers.add(Layer.create(scope.child("res" + (stage + 2)), inputs, channels(stage)));
    }
    return new Layers(List.copyOf(layers));
  }

  /** A convolution and what normalises it; folded, the norm has gone into the convolution. */
  private record Layer(Conv2d conv, @Nullable BatchNorm norm) {
    static Layer create(ParameterScope scope, int inputs, int outputs) {
      return new Layer(
          Conv2d.create(scope.child("conv"), inputs, outputs, 3, 2, Initializer.msra()),
          BatchNorm.learned(scope.child("norm"), outputs));
    }

    Tensor forward(Tensor input, boolean training) {
      Tensor x = conv.forward(input);
      return Functional.reluInPlace(norm == null ? x : norm.forward(x, training));
    }
  }

  /** The stem, then a layer per stage. */
  private record Layers(List<Layer> layers) implements Backbone {
    @Override
    public List<Tensor> forward(Tensor images, boolean training) {
      List<Tensor> features = new ArrayList<>();
      Tensor x = layers.getFirst().forward(images, training);
      for (Layer layer : layers.subList(1, layers.size())) {
        x = layer.forward(x, training);
        features.add(x);
      }
      return features;
    }

    @Override
    public Backbone folded(Folding folding) {
      return new Layers(
          layers.stream()
              .map(layer -> new Layer(layer.conv().folded(layer.norm(), folding), null))
              .toList());
    }
  }

  /** A small YOSO on this backbone, with random weights. */
  static YosoNetwork network(int numClasses) {
    YosoConfig config = YosoConfig.tiny(numClasses).withBackbone(new OwnBackbone(16));
    return YosoNetwork.create(config, 0);
  }

  /** Prints the backbone's tensors, as they would stand in a file. */
  public static void main(String[] args) {
    try (YosoNetwork network = network(3)) {
      network.parameters().all().stream()
          .filter(parameter -> parameter.name().startsWith("backbone."))
          .forEach(parameter -> System.out.println(parameter.name() + " " + parameter.tensor()));
    }
  }
}
