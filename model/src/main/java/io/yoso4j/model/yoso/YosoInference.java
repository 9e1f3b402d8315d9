package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.weights.WeightTensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YOSO network prepared for inference: normalisations folded into convolutions, channels last.
 * The head's weights are those of the network it was made from, if it was. Thread-safe.
 */
public final class YosoInference implements QueryNetwork {
  private final YosoConfig config;
  private final Device device;
  private final Folding folding;
  private final Folding exact;
  private final Backbone backbone;
  private final Neck neck;
  private final Head head;

  /** Closed with this; null where the caller keeps it. */
  private final @Nullable YosoNetwork owned;

  YosoInference(YosoNetwork network, ElementType type) {
    this(network, type, null);
  }

  private YosoInference(YosoNetwork network, ElementType type, @Nullable YosoNetwork owned) {
    this.owned = owned;
    config = network.config();
    device = network.device();
    head = network.head();
    folding = new Folding(type);
    exact = new Folding(ElementType.FLOAT32);
    try {
      backbone = network.backbone().folded(folding);
      neck = network.neck().folded(folding, exact);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * A network with stored weights, for inference only: what folding has used up is freed.
   *
   * @param weights by the network's names; others are passed over
   * @param type as for {@link YosoNetwork#inference}
   * @throws IllegalArgumentException naming the tensor that is missing or has another shape
   */
  public static YosoInference load(
      YosoConfig config, Map<String, WeightTensor> weights, ElementType type) {
    YosoNetwork network = YosoNetwork.load(config, weights);
    YosoInference inference = new YosoInference(network, type, network);
    network.closeFolded();
    return inference;
  }

  @Override
  public InputSpec input() {
    return config.input();
  }

  @Override
  public int numClasses() {
    return config.numClasses();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public StageTensors predict(Tensor images) {
    return heads(merged(features(images)));
  }

  /** The first third of {@link #predict}: the backbone, res2 to res5. */
  public List<Tensor> features(Tensor images) {
    return backbone.forward(Functional.channelsLast(images.to(folding.type())), false);
  }

  /** The second third: res2 to res5 to one map {@code [B, hiddenDim, H/4, W/4]} float32. */
  public Tensor merged(List<Tensor> features) {
    return neck.forward(features, false);
  }

  /** The last third: class logits and masks. */
  public StageTensors heads(Tensor merged) {
    return head.forward(merged, false).getLast();
  }

  /** Frees the folded weights; the network this was made from, if any, stays open. */
  @Override
  public void close() {
    folding.close();
    exact.close();
    if (owned != null) {
      owned.close();
    }
  }
}
