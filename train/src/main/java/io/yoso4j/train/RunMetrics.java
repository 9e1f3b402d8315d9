package io.yoso4j.train;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.eval.CategoryResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The final {@code metrics.json} of a run. */
final class RunMetrics {
  private RunMetrics() {}

  /**
   * @param evaluation of the best checkpoint, or null without validation images
   * @param bestStep the step it was saved at
   */
  static void write(
      Path file,
      TrainingData data,
      @Nullable InstanceEvaluation evaluation,
      long bestStep,
      Map<String, Object> training,
      long seed,
      Map<String, Incident> incidents,
      Provenance provenance) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("segm", evaluation == null ? null : numbers(evaluation.segm().named()));
    root.put("bbox", evaluation == null ? null : numbers(evaluation.bbox().named()));
    root.put("best_step", evaluation == null ? null : bestStep);
    root.put("per_class", evaluation == null ? List.of() : perClass(data, evaluation));
    root.put("train", training);
    root.put("dataset", dataset(data));
    root.put("incidents", incidents);
    root.put("versions", provenance.versions());
    root.put("seed", seed);
    root.put("command", provenance.command());
    root.put("provenance", RunJson.snakeCase(provenance));
    AtomicFile.write(
        file, out -> out.write(RunJson.writePretty(root).getBytes(StandardCharsets.UTF_8)));
  }

  /** COCO's -1 for "nothing to be found" becomes null. */
  static Map<String, @Nullable Double> numbers(Map<String, Double> named) {
    Map<String, @Nullable Double> numbers = new LinkedHashMap<>();
    named.forEach((name, value) -> numbers.put(name, known(value)));
    return numbers;
  }

  static Map<String, Object> training(long steps, double seconds, double imagesPerSecond) {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("steps", steps);
    training.put("seconds", seconds);
    training.put("images_per_s", imagesPerSecond);
    OptionalLong peak = ProcessMemory.peakMebibytes();
    training.put("peak_rss_mb", peak.isPresent() ? peak.getAsLong() : null);
    return training;
  }

  private static List<Map<String, @Nullable Object>> perClass(
      TrainingData data, InstanceEvaluation evaluation) {
    CocoDataset val = data.val();
    int[] counts = val == null ? new int[0] : val.objectsPerCategory();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<Category> categories = data.train().categories();
    for (CategoryResult result : evaluation.segm().categories()) {
      Category category = categories.get(result.category());
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("id", category.id());
      row.put("name", category.name());
      row.put("AP", known(result.ap()));
      row.put("AP50", known(result.ap50()));
      row.put("instances", result.category() < counts.length ? counts[result.category()] : 0);
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> dataset(TrainingData data) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("train", split(data.train()));
    CocoDataset val = data.val();
    dataset.put("val", val == null ? null : split(val));
    dataset.put("classes", data.train().categories().stream().map(Category::name).toList());
    return dataset;
  }

  private static Map<String, Object> split(CocoDataset data) {
    Map<String, Object> split = new LinkedHashMap<>();
    split.put("annotations", data.source().toString());
    split.put("images", data.images().size());
    split.put("objects", data.annotationCount());
    split.put("most_objects_per_image", data.objectsPerImage().max());
    return split;
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) || value < 0 ? null : value;
  }
}
