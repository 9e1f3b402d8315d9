package io.yoso4j.model;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.yoso.YosoInference;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/**
 * A model opened from disk.
 *
 * @param network owns its memory
 * @param card without gaps
 * @param assumed what neither the file nor the caller said, in words
 */
record ModelFile(YosoInference network, ModelCard card, List<String> assumed) {

  /**
   * @throws io.yoso4j.model.weights.WeightException naming the file, and the tensor or field in it
   */
  static ModelFile open(Path path, ModelCard overrides) {
    try (Arena arena = Arena.ofShared()) {
      StoredModel model = StoredModel.read(path, overrides, arena);
      YosoInference network =
          YosoInference.load(model.config(), model.weights(), ElementType.FLOAT32);
      return new ModelFile(network, model.card(), model.assumed());
    }
  }
}
