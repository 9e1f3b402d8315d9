package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.weights.WeightTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * YOSO: backbone, neck and head on libtorch, with upstream's tensor names ({@code backbone.*},
 * {@code yoso_neck.*}, {@code yoso_head.*}). Owns its tensors. Not thread-safe.
 */
public final class YosoNetwork implements QueryNetwork {
  private final YosoConfig config;
  private final ParameterMap parameters;
  private final Backbone backbone;
  private final Neck neck;
  private final Head head;
  private final Tensor pixelMean;
  private final Tensor pixelStd;

  private YosoNetwork(
      YosoConfig config,
      ParameterMap parameters,
      Backbone backbone,
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
    return build(config, ParameterScope.root(seed));
  }

  /**
   * A network with stored weights on the engine's device; nothing is drawn. Frees what it made if
   * it fails.
   *
   * @param weights by the network's names; others are passed over
   * @throws IllegalArgumentException naming the tensor that is missing or has another shape
   */
  public static YosoNetwork load(YosoConfig config, Map<String, WeightTensor> weights) {
    ParameterScope root =
        ParameterScope.root((name, _, shape) -> StoredValues.require(weights, name, shape));
    try {
      return build(config, root);
    } catch (RuntimeException e) {
      root.map().all().forEach(parameter -> parameter.tensor().close());
      throw e;
    }
  }

  private static YosoNetwork build(YosoConfig config, ParameterScope root) {
    Backbone backbone = config.backbone().create(root.child("backbone"));
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

  @Override
  public InputSpec input() {
    return config.input();
  }

  @Override
  public int numClasses() {
    return config.numClasses();
  }

  /** The last stage of {@link #forwardNormalised} with the current weights. */
  @Override
  public StageTensors predict(Tensor images) {
    return forwardNormalised(images, false).getLast();
  }

  /** Where the weights are. */
  @Override
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
    // Convolutions are a little faster so, forward and backward, and pass the order on.
    Tensor pixels = Functional.channelsLast(images);
    return heads(mergeFeatures(backboneFeatures(pixels, training), training), training);
  }

  /**
   * The first third of {@link #forwardNormalised}: the backbone.
   *
   * @return res2 to res5, {@code [B, channels, H/s, W/s]} at strides s = 4, 8, 16, 32
   */
  public List<Tensor> backboneFeatures(Tensor images, boolean training) {
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
    List<Tensor> features = backbone.forward(images, training);
    FeatureShapes.require(images, features, config.backbone());
    return features;
  }

  /** The second third: res2 to res5 to one map {@code [B, hiddenDim, H/4, W/4]}. */
  public Tensor mergeFeatures(List<Tensor> features, boolean training) {
    return neck.forward(features, training);
  }

  /** The last third: one entry per stage, as {@link #forward}. */
  public List<StageTensors> heads(Tensor features, boolean training) {
    return head.forward(features, training);
  }

  /**
   * This network prepared for inference, with the weights as they are now: normalisations folded
   * into convolutions, and values in memory as convolutions like them. Shares the head's weights:
   * close it before this network.
   *
   * @param type FLOAT32, or BFLOAT16 for backbone and neck where a processor is faster with it;
   *     three significant digits then
   */
  public YosoInference inference(ElementType type) {
    return new YosoInference(this, type);
  }

  Backbone backbone() {
    return backbone;
  }

  Neck neck() {
    return neck;
  }

  Head head() {
    return head;
  }

  /** Frees all weights but the head's, which inference shares. */
  void closeFolded() {
    for (Parameter parameter : parameters.all()) {
      if (!parameter.name().startsWith("yoso_head.")) {
        parameter.tensor().close();
      }
    }
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
