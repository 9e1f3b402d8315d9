package io.yoso4j.model.yoso;

import io.yoso4j.model.weights.WeightTensor;
import java.util.Arrays;
import java.util.Map;

/** Values of a network's tensors out of a file. */
final class StoredValues {
  private StoredValues() {}

  static float[] require(Map<String, WeightTensor> weights, String name, long[] shape) {
    WeightTensor stored = weights.get(name);
    if (stored == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    if (!Arrays.equals(stored.shape(), shape)) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + " must be "
              + Arrays.toString(shape)
              + ", found "
              + Arrays.toString(stored.shape()));
    }
    return stored.toFloats();
  }
}
