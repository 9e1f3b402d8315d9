package io.yoso4j.cli;

import io.yoso4j.train.conformance.AssignmentCheck;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import io.yoso4j.train.conformance.Deviation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports of {@code yoso4j conformance} for programs; the format is in docs/formats.md. */
final class ConformanceJson {
  private ConformanceJson() {}

  static String write(List<CaseReport> reports, double tolerance) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("tolerance", tolerance);
    Map<String, Long> summary = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      summary.put(
          JsonDocument.name(verdict), reports.stream().filter(r -> r.verdict() == verdict).count());
    }
    root.put("summary", summary);
    root.put("cases", reports.stream().map(ConformanceJson::of).toList());
    return JsonDocument.of(root);
  }

  private static Map<String, @Nullable Object> of(CaseReport report) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("name", report.name());
    root.put("folder", report.folder().toString());
    root.put("verdict", JsonDocument.name(report.verdict()));
    root.put("problem", report.problem());
    Map<String, @Nullable Object> largest = new LinkedHashMap<>();
    for (Deviation.Kind kind : Deviation.Kind.values()) {
      report
          .largest(kind)
          .ifPresent(
              worst -> largest.put(JsonDocument.name(kind), JsonDocument.finite(worst.value())));
    }
    root.put("largest", largest);
    root.put("assignments", report.assignments().stream().map(ConformanceJson::of).toList());
    root.put("deviations", report.deviations().stream().map(ConformanceJson::of).toList());
    root.put("pinned", report.pinned());
    root.put("notes", report.notes());
    root.put("not_compared", report.notCompared());
    return root;
  }

  private static Map<String, Object> of(AssignmentCheck check) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("level", check.level());
    root.put("image", check.image());
    root.put("outcome", JsonDocument.name(check.outcome()));
    return root;
  }

  private static Map<String, @Nullable Object> of(Deviation deviation) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("kind", JsonDocument.name(deviation.kind()));
    root.put("name", deviation.name());
    root.put("reference", deviation.reference());
    root.put("value", JsonDocument.finite(deviation.value()));
    root.put("allowed", JsonDocument.finite(deviation.allowed()));
    root.put("within", deviation.within());
    return root;
  }
}
