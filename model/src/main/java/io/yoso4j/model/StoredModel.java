package io.yoso4j.model;

import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.yoso.YosoConfig;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A YOSO model on disk: configuration, weights and {@link ModelCard}, checked against each other.
 * Reading one needs no libtorch.
 *
 * @param file where the weights are
 * @param config read off the tensors' names and shapes
 * @param weights by the network's names, all that the network has; they live as long as the arena
 *     given to {@link #read}
 * @param card without gaps
 * @param assumed what neither the file nor the caller said, in words
 */
public record StoredModel(
    Path file,
    YosoConfig config,
    Map<String, WeightTensor> weights,
    ModelCard card,
    List<String> assumed) {
  private static final String BEST = "checkpoints/best.safetensors";

  /**
   * Reads a model.
   *
   * @param path a run's folder (its best weights count), or a weight file
   * @param overrides wins over what the file says
   * @throws io.yoso4j.model.weights.WeightException naming the file, and the tensor or field in it
   */
  public static StoredModel read(Path path, ModelCard overrides, Arena arena) {
    Path file = Files.isDirectory(path) ? path.resolve(BEST) : path;
    ConfigFromWeights shapes = ConfigFromWeights.read(WeightFile.read(file, arena));
    int classes = Math.toIntExact(shapes.layout().numClasses());
    ModelCard told = overrides.or(shapes.card());
    KnownModel known = KnownModel.ofClasses(classes);
    ModelCard card = told.or(known.card(classes));
    return new StoredModel(
        file, shapes.config(card), shapes.mapped(), card, assumed(told, card, known));
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
