package io.yoso4j.cli;

import io.yoso4j.data.health.Advice;
import io.yoso4j.data.health.Finding;
import io.yoso4j.data.health.HealthReport;
import io.yoso4j.data.health.ObjectFit;
import io.yoso4j.data.health.Occurrence;
import io.yoso4j.data.health.RepairSummary;
import io.yoso4j.data.health.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code yoso4j data doctor} says to people. */
final class DoctorText {

  private DoctorText() {}

  /**
   * @param train the command that trains on the data set, without settings
   */
  static List<String> lines(HealthReport report, String train) {
    List<String> lines = new ArrayList<>();
    for (HealthReport.Part part : report.parts()) {
      lines.add(
          "%-5s  %d images, %d objects%s, %s: %s"
              .formatted(
                  part.name(),
                  part.images(),
                  part.objects(),
                  part.crowds() == 0 ? "" : " (%d crowds)".formatted(part.crowds()),
                  part.categories().size() == 1 ? "1 class" : part.categories().size() + " classes",
                  part.annotations()));
    }
    lines.addAll(findings(report));
    if (report.fit().objects() > 0) {
      lines.add("");
      lines.addAll(fit(report));
      lines.add("");
      lines.addAll(advice(report, train));
    }
    return lines;
  }

  /** Problems by severity, then how many there are. */
  static List<String> findings(HealthReport report) {
    List<String> lines = new ArrayList<>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.NOTE)) {
      List<Finding> found =
          report.findings().stream().filter(f -> f.problem().severity() == severity).toList();
      if (!found.isEmpty()) {
        lines.add("");
        lines.add(
            switch (severity) {
              case ERROR -> "Errors";
              case WARNING -> "Warnings";
              case NOTE -> "Notes";
            });
        found.forEach(finding -> lines.addAll(finding(finding)));
      }
    }
    lines.add("");
    lines.add(
        "%s, %s".formatted(counted(report, Severity.ERROR), counted(report, Severity.WARNING)));
    return lines;
  }

  /** {@code 3 errors of 2 kinds}, or {@code no errors}. */
  static String counted(HealthReport report, Severity severity) {
    List<Finding> found =
        report.findings().stream().filter(f -> f.problem().severity() == severity).toList();
    String name = severity.name().toLowerCase(Locale.ROOT);
    long count = found.stream().mapToLong(Finding::count).sum();
    if (count == 0) {
      return "no " + name + "s";
    }
    String codes =
        found.stream().map(finding -> finding.problem().code()).collect(Collectors.joining(", "));
    return "%d %s%s (%s)".formatted(count, name, count == 1 ? "" : "s", codes);
  }

  static String repaired(RepairSummary summary, Path out) {
    return "Cleaned copy in %s: %d images, %d objects; left out %d images and %d objects, corrected %d times. Every change: %s"
        .formatted(
            out,
            summary.images(),
            summary.objects(),
            summary.droppedImages(),
            summary.droppedObjects(),
            summary.changes(),
            out.resolve("doctor.json"));
  }

  private static List<String> finding(Finding finding) {
    List<String> lines = new ArrayList<>();
    String share =
        finding.of() > 0 ? " (%s)".formatted(percent(finding.count(), finding.of())) : "";
    lines.add(
        "  %-24s %d%s  %s"
            .formatted(
                finding.problem().code(), finding.count(), share, finding.problem().title()));
    for (Occurrence example : finding.examples()) {
      lines.add("      " + place(example) + ": " + example.detail());
    }
    if (finding.count() > finding.examples().size() && !finding.examples().isEmpty()) {
      lines.add("      …");
    }
    return lines;
  }

  private static String place(Occurrence example) {
    StringBuilder place = new StringBuilder(example.part());
    if (!example.file().isEmpty()) {
      place.append(' ').append(example.file());
    }
    if (example.annotationId() >= 0) {
      place.append(" annotation ").append(example.annotationId());
    }
    return place.toString();
  }

  private static List<String> fit(HealthReport report) {
    ObjectFit fit = report.fit();
    int queries = report.options().numQueries();
    int size = report.options().imageSize();
    return List.of(
        String.format(
            Locale.ROOT,
            "Objects per image: %.1f on average, median %d, 99%% of images up to %d, most %d; %s of images exceed %d queries",
            fit.meanPerImage(),
            fit.medianPerImage(),
            fit.p99PerImage(),
            fit.maxPerImage(),
            percent(fit.imagesOverQueries(), fit.images()),
            queries),
        "Object sizes: at %d pixels, %s of objects are smaller than a cell of the mask grid (stride 4), %s at stride 8"
            .formatted(
                size,
                percent(fit.belowCell(), fit.objects()),
                percent(fit.belowCoarseCell(), fit.objects())));
  }

  private static List<String> advice(HealthReport report, String train) {
    List<String> lines = new ArrayList<>();
    lines.add("Recommended");
    for (Advice advice : report.advice()) {
      lines.add("  %-20s %6d   %s".formatted(advice.key(), advice.value(), advice.reason()));
    }
    lines.add("  " + command(report, train));
    return lines;
  }

  /** The command that trains with the recommended settings. */
  static String command(HealthReport report, String train) {
    StringBuilder command = new StringBuilder(train);
    for (Advice advice : report.advice()) {
      command.append(" --set ").append(advice.key()).append('=').append(advice.value());
    }
    return command.toString();
  }

  private static String percent(long count, long of) {
    double share = of == 0 ? 0 : 100.0 * count / of;
    return String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.3f%%" : "%.1f%%", share);
  }
}
