package io.yoso4j.model.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects tensors in PyTorch's naming. */
final class LayoutBuilder {
  private final Map<String, TensorSpec> tensors = new LinkedHashMap<>();

  LayoutBuilder floats(String name, long... shape) {
    tensors.put(name, new TensorSpec(DType.F32, shape));
    return this;
  }

  /** Weight, and a bias of as many values as the weight's first size. */
  LayoutBuilder biased(String prefix, long... shape) {
    return floats(prefix + ".weight", shape).floats(prefix + ".bias", shape[0]);
  }

  LayoutBuilder layerNorm(String prefix, long channels) {
    return biased(prefix, channels);
  }

  LayoutBuilder statistics(String prefix, long channels) {
    return floats(prefix + ".running_mean", channels).floats(prefix + ".running_var", channels);
  }

  LayoutBuilder counter(String prefix) {
    tensors.put(prefix + ".num_batches_tracked", new TensorSpec(DType.I64));
    return this;
  }

  LayoutBuilder all(Map<String, TensorSpec> others) {
    tensors.putAll(others);
    return this;
  }

  Map<String, TensorSpec> build() {
    return Collections.unmodifiableMap(tensors);
  }
}
