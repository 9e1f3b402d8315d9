package io.yoso4j.cli;

import io.yoso4j.model.weights.WeightReport;
import io.yoso4j.model.weights.WeightReport.Outcome;
import io.yoso4j.model.weights.WeightReport.Row;
import io.yoso4j.model.weights.WeightTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reports of {@code yoso4j weights show} for people. */
final class WeightsText {
  private static final double MEBIBYTE = 1 << 20;

  private WeightsText() {}

  static List<String> lines(WeightReport report) {
    List<String> lines = new ArrayList<>();
    List<WeightTensor> tensors = report.rows().stream().map(Row::tensor).toList();
    long values = tensors.stream().mapToLong(WeightTensor::elements).sum();
    long bytes = tensors.stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s, %d tensors, %,d values, %.1f MiB",
            report.file().source(),
            report.file().format(),
            tensors.size(),
            values,
            bytes / MEBIBYTE));
    lines.add(
        "names: "
            + report.origin()
            + "; network: "
            + report.layout().map(layout -> layout.describe()).orElse("not recognised"));
    lines.add("");
    table(lines, report);
    lines.add("");
    report
        .file()
        .metadata()
        .forEach((key, value) -> lines.add("note " + key + ": " + shown(value)));
    report
        .file()
        .others()
        .forEach((key, kind) -> lines.add("not read: " + shown(key) + " (" + kind + ")"));
    section(lines, "filled in", report.filled());
    section(
        lines,
        "missing",
        report.missing().entrySet().stream()
            .map(e -> e.getKey() + " " + Arrays.toString(e.getValue().shape()))
            .toList());
    section(lines, "unexpected", notes(report, Outcome.UNEXPECTED));
    section(lines, "of another shape", notes(report, Outcome.MISSHAPED));
    lines.add(summary(report));
    return lines;
  }

  private static void table(List<String> lines, WeightReport report) {
    int name = width(report.rows().stream().map(row -> row.tensor().name()).toList(), "TENSOR");
    int shape = width(report.rows().stream().map(WeightsText::shape).toList(), "SHAPE");
    String format = "%-" + name + "s  %-5s  %-" + shape + "s  %s";
    lines.add(format.formatted("TENSOR", "TYPE", "SHAPE", "BECOMES"));
    for (Row row : report.rows()) {
      lines.add(
          format.formatted(row.tensor().name(), row.tensor().dtype(), shape(row), becomes(row)));
    }
  }

  private static String becomes(Row row) {
    return switch (row.outcome()) {
      case LOADED -> String.valueOf(row.target());
      case LEFT_OUT -> "left out: " + row.note();
      case UNEXPECTED ->
          "unexpected: " + (row.target() == null ? "" : row.target() + ": ") + row.note();
      case MISSHAPED -> "another shape: " + row.target() + " " + row.note();
    };
  }

  private static String shape(Row row) {
    return Arrays.toString(row.tensor().shape());
  }

  private static int width(List<String> texts, String heading) {
    return texts.stream().mapToInt(String::length).reduce(heading.length(), Math::max);
  }

  private static List<String> notes(WeightReport report, Outcome outcome) {
    return report.rows(outcome).stream()
        .map(row -> row.tensor().name() + " " + shape(row) + ": " + row.note())
        .toList();
  }

  private static void section(List<String> lines, String title, List<String> items) {
    if (!items.isEmpty()) {
      lines.add(title + " (" + items.size() + "):");
      items.forEach(item -> lines.add("  " + item));
    }
  }

  private static String summary(WeightReport report) {
    return "%d loaded, %d left out, %d filled in, %s, %d unexpected, %d of another shape"
        .formatted(
            report.rows(Outcome.LOADED).size(),
            report.rows(Outcome.LEFT_OUT).size(),
            report.filled().size(),
            report.layout().isPresent()
                ? report.missing().size() + " missing"
                : "not compared with a network",
            report.rows(Outcome.UNEXPECTED).size(),
            report.rows(Outcome.MISSHAPED).size());
  }

  /** Text of the file as one line. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 120 ? line : line.substring(0, 119) + "…";
  }
}
