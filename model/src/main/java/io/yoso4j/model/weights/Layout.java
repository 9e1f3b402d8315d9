package io.yoso4j.model.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tensors that a network has, known without building it. */
public sealed interface Layout permits BackboneLayout, YosoLayout {

  /** What a person calls this network, such as {@code ResNet-50}. */
  String describe();

  /** All tensors that the network computes with, by name and in its order. */
  Map<String, TensorSpec> tensors();

  /** The shapes of {@link #tensors}. */
  default Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    tensors().forEach((name, spec) -> shapes.put(name, spec.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * The layout that some weights seem to be of, judged by a few of their tensors, or empty. All
   * others may still be missing or of another shape.
   *
   * @param mapped tensors by the network's names
   */
  static Optional<Layout> infer(Map<String, WeightTensor> mapped) {
    try {
      if (mapped.containsKey("yoso_head.kernels.weight")) {
        return Optional.of(YosoLayout.infer(mapped, false));
      }
      return Optional.of(BackboneLayout.infer(mapped));
    } catch (UnclearLayoutException e) {
      return Optional.empty();
    }
  }
}
