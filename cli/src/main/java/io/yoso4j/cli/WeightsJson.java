package io.yoso4j.cli;

import io.yoso4j.model.weights.TensorSpec;
import io.yoso4j.model.weights.WeightReport;
import io.yoso4j.model.weights.WeightReport.Outcome;
import io.yoso4j.model.weights.WeightReport.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports of {@code yoso4j weights show} for programs; the format is in docs/formats.md. */
final class WeightsJson {
  private WeightsJson() {}

  static String write(WeightReport report) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("file", report.file().source().toString());
    root.put("format", report.file().format());
    root.put("names", report.origin());
    root.put("network", report.layout().map(layout -> layout.describe()).orElse(null));
    root.put("complete", report.complete());
    Map<String, Object> summary = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      summary.put(JsonDocument.name(outcome), report.rows(outcome).size());
    }
    summary.put("filled", report.filled().size());
    summary.put("missing", report.missing().size());
    root.put("summary", summary);
    root.put("tensors", report.rows().stream().map(WeightsJson::of).toList());
    root.put("filled", report.filled());
    root.put(
        "missing",
        report.missing().entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList());
    root.put("metadata", report.file().metadata());
    root.put("not_read", report.file().others());
    return JsonDocument.of(root);
  }

  private static Map<String, @Nullable Object> of(Row row) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("name", row.tensor().name());
    root.put("dtype", row.tensor().dtype().name());
    root.put("shape", row.tensor().shape());
    root.put("outcome", JsonDocument.name(row.outcome()));
    root.put("becomes", row.target());
    root.put("note", row.note().isEmpty() ? null : row.note());
    return root;
  }

  private static Map<String, Object> of(String name, TensorSpec spec) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", name);
    root.put("dtype", spec.dtype().name());
    root.put("shape", spec.shape());
    return root;
  }
}
