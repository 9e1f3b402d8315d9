package io.yoso4j.cli;

import io.yoso4j.data.health.Advice;
import io.yoso4j.data.health.Finding;
import io.yoso4j.data.health.HealthReport;
import io.yoso4j.data.health.ObjectFit;
import io.yoso4j.data.health.Occurrence;
import io.yoso4j.data.health.RepairSummary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code yoso4j data doctor} says to programs; the format is in docs/formats.md. */
final class DoctorJson {
  private DoctorJson() {}

  static String write(HealthReport report, Path source, @Nullable RepairSummary summary) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("data", source.toString());
    root.put(
        "verdict",
        switch (report.worst()) {
          case NOTE -> "ok";
          case WARNING -> "warnings";
          case ERROR -> "errors";
        });
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("num_queries", report.options().numQueries());
    settings.put("image_size", report.options().imageSize());
    settings.put("decoded", report.options().decode());
    root.put("settings", settings);
    root.put("parts", report.parts().stream().map(DoctorJson::of).toList());
    root.put("findings", report.findings().stream().map(DoctorJson::of).toList());
    root.put("objects", of(report.fit()));
    root.put("recommended", report.advice().stream().map(DoctorJson::of).toList());
    if (summary != null) {
      root.put("fixed", of(summary));
    }
    return JsonDocument.of(root);
  }

  private static Map<String, Object> of(HealthReport.Part part) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", part.name());
    root.put("annotations", part.annotations().toString());
    root.put("image_folder", part.imageFolder().toString());
    root.put("images", part.images());
    root.put("objects", part.objects());
    root.put("crowds", part.crowds());
    root.put(
        "categories",
        part.categories().stream()
            .map(count -> {
              Map<String, Object> category = new LinkedHashMap<>();
              category.put("id", count.category().id());
              category.put("name", count.category().name());
              category.put("objects", count.objects());
              return category;
            })
            .toList());
    return root;
  }

  private static Map<String, Object> of(Finding finding) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("code", finding.problem().code());
    root.put("severity", JsonDocument.name(finding.problem().severity()));
    root.put("title", finding.problem().title());
    root.put("count", finding.count());
    root.put("of", finding.of());
    root.put("examples", finding.examples().stream().map(DoctorJson::of).toList());
    return root;
  }

  private static Map<String, Object> of(Occurrence example) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("part", example.part());
    root.put("file", example.file());
    root.put("image_id", example.imageId());
    root.put("annotation_id", example.annotationId());
    root.put("detail", example.detail());
    return root;
  }

  private static Map<String, Object> of(ObjectFit fit) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("images", fit.images());
    root.put("objects", fit.objects());
    root.put("max_per_image", fit.maxPerImage());
    root.put("mean_per_image", fit.meanPerImage());
    root.put("median_per_image", fit.medianPerImage());
    root.put("p99_per_image", fit.p99PerImage());
    root.put("images_over_queries", fit.imagesOverQueries());
    root.put("below_cell_stride4", fit.belowCell());
    root.put("below_cell_stride8", fit.belowCoarseCell());
    return root;
  }

  private static Map<String, Object> of(Advice advice) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("key", advice.key());
    root.put("value", advice.value());
    root.put("reason", advice.reason());
    return root;
  }

  private static Map<String, Object> of(RepairSummary summary) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("images", summary.images());
    root.put("objects", summary.objects());
    root.put("dropped_images", summary.droppedImages());
    root.put("dropped_objects", summary.droppedObjects());
    root.put("changes", summary.changes());
    return root;
  }
}
