package io.yoso4j.model;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoInference;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model opened from disk.
 *
 * @param network owns its memory
 * @param card without gaps
 * @param assumed what neither the file nor the caller said, in words
 */
record ModelFile(YosoInference network, ModelCard card, List<String> assumed) {
  private static final String BEST = "checkpoints/best.safetensors";

  /**
   * @throws io.yoso4j.model.weights.WeightException naming the file, and the tensor or field in it
   */
  static ModelFile open(Path path, ModelCard overrides) {
    Path file = Files.isDirectory(path) ? path.resolve(BEST) : path;
    try (Arena arena = Arena.ofShared()) {
      WeightFile weights = WeightFile.read(file, arena);
      ConfigFromWeights shapes = ConfigFromWeights.read(weights);
      int classes = Math.toIntExact(shapes.layout().numClasses());
      ModelCard told = overrides.or(shapes.card());
      KnownModel known = KnownModel.ofClasses(classes);
      ModelCard card = told.or(known.card(classes));
      YosoConfig config = shapes.config(card);
      YosoInference network = YosoInference.load(config, shapes.mapped(), ElementType.FLOAT32);
      return new ModelFile(network, card, assumed(told, card, known));
    }
  }

  private static List<String> assumed(ModelCard told, ModelCard card, KnownModel known) {
    List<String> assumed = new ArrayList<>();
    if (told.classes().isEmpty()) {
      String names = known.namesClasses() ? "the names of " + known.title() : "numbers for names";
      assumed.add(card.classes().size() + " classes with " + names);
    }
    if (told.temperature() == null) {
      assumed.add("temperature " + card.temperature() + " as upstream for " + known.title());
    }
    return List.copyOf(assumed);
  }
}
