package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;

/**
 * YOSO: backbone, neck and head on libtorch, with upstream's tensor names ({@code backbone.*},
 * {@code yoso_neck.*}, {@code yoso_head.*}). Owns its tensors. Not thread-safe.
 */
public final class YosoNetwork implements AutoCloseable {
  private final YosoConfig config;
  private final ParameterMap parameters;
  private final ResNet backbone;
  private final Neck neck;
  private final Head head;
  private final Tensor pixelMean;
  private final Tensor pixelStd;

  private YosoNetwork(
      YosoConfig config,
      ParameterMap parameters,
      ResNet backbone,
      Neck neck,
      Head head,
      Tensor pixelMean,
      Tensor pixelStd) {
    this.config = config;
    this.parameters = parameters;
    this.backbone = backbone;
    this.neck = neck;
    this.head = head;
    this.pixelMean = pixelMean;
    this.pixelStd = pixelStd;
  }

  /**
   * A network with fresh weights on the engine's device. The same configuration and seed give the
   * same weights on every machine.
   */
  public static YosoNetwork create(YosoConfig config, long seed) {
    ParameterScope root = ParameterScope.root(seed);
    ResNet backbone = ResNet.create(root.child("backbone"), config.backbone());
    Neck neck = Neck.create(root.child("yoso_neck"), config);
    Head head = Head.create(root.child("yoso_head"), config);
    return new YosoNetwork(
        config,
        root.map(),
        backbone,
        neck,
        head,
        channels(config.pixelMean()),
        channels(config.pixelStd()));
  }

  private static Tensor channels(List<Double> values) {
    float[] floats = new float[3];
    for (int i = 0; i < 3; i++) {
      floats[i] = values.get(i).floatValue();
    }
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(Tensor.of(floats, 1, 3, 1, 1).to(Engine.device()));
    }
  }

  public YosoConfig config() {
    return config;
  }

  /** Where the weights are. */
  public Device device() {
    return pixelMean.device();
  }

  /** The live parameters and buffers, in upstream's names. */
  public ParameterMap parameters() {
    return parameters;
  }

  /**
   * Runs the network. Padding should be zero after normalisation: see {@link #normalise}.
   *
   * @param images {@code [B, 3, H, W]} float RGB, 0 to 255, sides multiples of {@code
   *     sizeDivisibility}
   * @param training batch statistics, and class logits in every stage but stage 0
   * @return stage 0 to {@code numStages}
   */
  public List<StageTensors> forward(Tensor images, boolean training) {
    return forwardNormalised(normalise(images), training);
  }

  /** Subtracts the pixel mean and divides by the deviation. */
  public Tensor normalise(Tensor images) {
    if (images.rank() != 4 || images.size(1) != 3) {
      throw new IllegalArgumentException(
          "images must be [B, 3, H, W], not " + Arrays.toString(images.shape()));
    }
    return images.sub(pixelMean).div(pixelStd);
  }

  /** As {@link #forward}, on images already normalised and padded with zeros. */
  public List<StageTensors> forwardNormalised(Tensor images, boolean training) {
    return head.forward(features(images, training), training);
  }

  /** Backbone and neck: {@code [B, hiddenDim, H/4, W/4]}. */
  Tensor features(Tensor images, boolean training) {
    int divisor = config.sizeDivisibility();
    if (images.size(2) % divisor != 0 || images.size(3) % divisor != 0) {
      throw new IllegalArgumentException(
          "image sides "
              + images.size(2)
              + "×"
              + images.size(3)
              + " must be multiples of "
              + divisor);
    }
    return neck.forward(backbone.forward(images, training), training);
  }

  ResNet backbone() {
    return backbone;
  }

  Neck neck() {
    return neck;
  }

  Head head() {
    return head;
  }

  /** Frees all weights. */
  @Override
  public void close() {
    for (Parameter parameter : parameters.all()) {
      parameter.tensor().close();
    }
    pixelMean.close();
    pixelStd.close();
  }
}
