package io.yoso4j.cli;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.eval.CategoryResult;
import io.yoso4j.eval.CocoComparison;
import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.CocoFiles;
import io.yoso4j.eval.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluations of files for programs; the format is in docs/formats.md. */
final class InstanceJson {
  private InstanceJson() {}

  static String of(CocoEvaluation evaluation, CocoFiles files) {
    Map<String, @Nullable Object> root = root(evaluation, files);
    root.put("dt", files.detections().getFirst().file().toString());
    root.put("detections", files.detections().getFirst().size());
    root.put("stats", evaluation.named());
    List<Object> classes = new ArrayList<>();
    for (CategoryResult result : evaluation.categories()) {
      Map<String, Object> row = category(files, result.category());
      row.put("objects", result.instances());
      row.put("AP", result.ap());
      row.put("AP50", result.ap50());
      row.put("AP75", result.ap75());
      row.put("APs", result.apSmall());
      row.put("APm", result.apMedium());
      row.put("APl", result.apLarge());
      row.put("AR", result.ar());
      classes.add(row);
    }
    root.put("classes", classes);
    return JsonDocument.of(root);
  }

  static String of(CocoComparison comparison, CocoFiles files, long seed) {
    Map<String, @Nullable Object> root = root(comparison.first(), files);
    root.put("dt", files.detections().stream().map(d -> d.file().toString()).toList());
    root.put("detections", files.detections().stream().map(d -> d.size()).toList());
    root.put("resamples", comparison.resamples());
    root.put("seed", seed);
    Map<String, Object> stats = new LinkedHashMap<>();
    comparison.stats().forEach((name, difference) -> stats.put(name, difference(difference)));
    root.put("stats", stats);
    List<Object> classes = new ArrayList<>();
    for (int k = 0; k < comparison.categories().size(); k++) {
      Map<String, Object> row = category(files, k);
      row.put("objects", comparison.first().categories().get(k).instances());
      row.put("AP", difference(comparison.categories().get(k)));
      classes.add(row);
    }
    root.put("classes", classes);
    return JsonDocument.of(root);
  }

  private static Map<String, @Nullable Object> root(CocoEvaluation evaluation, CocoFiles files) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("type", JsonDocument.name(evaluation.type()));
    root.put("gt", files.truth().file().toString());
    root.put("images", files.truth().images());
    root.put("annotations", files.truth().objects());
    root.put("iou_thresholds", evaluation.config().iouThresholds());
    root.put("max_detections", evaluation.config().maxDetections());
    root.put("notes", files.notes());
    return root;
  }

  private static Map<String, Object> category(CocoFiles files, int index) {
    Category category = files.truth().categories().get(index);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", category.id());
    row.put("name", category.name());
    return row;
  }

  /** JSON has no NaN. */
  private static Map<String, @Nullable Object> difference(Difference difference) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("a", difference.first());
    row.put("b", difference.second());
    row.put("difference", JsonDocument.finite(difference.difference()));
    row.put("low", JsonDocument.finite(difference.low()));
    row.put("high", JsonDocument.finite(difference.high()));
    return row;
  }
}
