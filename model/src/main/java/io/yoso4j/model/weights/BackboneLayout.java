package io.yoso4j.model.weights;

import java.util.Map;

/** The tensors of a backbone. */
public sealed interface BackboneLayout extends Layout permits ResNetLayout, MobileNetV2Layout {
  /** Channels out of {@code res2} (stage 0) to {@code res5} (stage 3). */
  long channels(int stage);

  @Override
  default Map<String, TensorSpec> tensors() {
    return tensors(false);
  }

  /**
   * All tensors by name.
   *
   * @param counters with the counters of batch normalisation, which no computation reads
   */
  Map<String, TensorSpec> tensors(boolean counters);

  /** As {@link Layout#infer}, for the backbone alone. */
  static BackboneLayout infer(Map<String, WeightTensor> mapped) {
    return mapped.containsKey("backbone.features.0.0.weight")
        ? new MobileNetV2Layout()
        : ResNetLayout.infer(mapped);
  }
}
