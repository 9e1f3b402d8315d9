package io.yoso4j.cli;

import io.yoso4j.train.conformance.AssignmentCheck;
import io.yoso4j.train.conformance.AssignmentCheck.Outcome;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import io.yoso4j.train.conformance.Deviation;
import io.yoso4j.train.conformance.Deviation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reports of {@code yoso4j conformance} for people. */
final class ConformanceText {
  private static final Set<Kind> MODEL =
      EnumSet.of(Kind.ACTIVATION, Kind.SCORE, Kind.PIXELS, Kind.WEIGHT);
  private static final String INDENT = "       ";

  private ConformanceText() {}

  /** One line of numbers, then one for everything worth knowing about them. */
  static List<String> lines(CaseReport report) {
    List<String> lines = new ArrayList<>();
    if (report.problem() != null) {
      lines.add("%-6s %s: %s".formatted(report.verdict(), report.name(), report.problem()));
      return lines;
    }
    lines.add(ofModel(report) ? model(report) : loss(report));
    for (Deviation bad : report.exceeded()) {
      lines.add(
          INDENT
              + (Double.isFinite(bad.value())
                  ? "over: %s is %s off, allowed %s (against %s)"
                      .formatted(
                          bad.name(), text(bad.value()), text(bad.allowed()), bad.reference())
                  : "over: %s is missing or not finite".formatted(bad.name())));
    }
    for (AssignmentCheck check : report.assignments()) {
      if (check.outcome() == Outcome.DIFFERENT) {
        lines.add(
            INDENT + "over: %s image %d: other pairs".formatted(check.level(), check.image()));
      }
    }
    report.pinned().forEach(pin -> lines.add(INDENT + "pinned: " + pin));
    report.notes().forEach(note -> lines.add(INDENT + "note: " + note));
    if (!ofModel(report) && onlyFloat32(report)) {
      lines.add(INDENT + "note: compared with float32 values, the case has no float64 ones");
    }
    if (!report.notCompared().isEmpty()) {
      lines.add(INDENT + "not compared: " + String.join(", ", report.notCompared()));
    }
    return lines;
  }

  private static String loss(CaseReport report) {
    return "%-6s %-36s costs %-8s  assignment %-9s  terms %-8s  gradients %s"
        .formatted(
            report.verdict(),
            report.name(),
            largest(report, Kind.COST),
            assignment(report),
            largest(report, Kind.TERM),
            largest(report, Kind.GRADIENT));
  }

  private static String model(CaseReport report) {
    return "%-6s %-36s activations %-8s  scores %-8s  pixels %-8s  terms %-8s  gradients %-8s  weights %s"
        .formatted(
            report.verdict(),
            report.name(),
            largest(report, Kind.ACTIVATION),
            largest(report, Kind.SCORE),
            largest(report, Kind.PIXELS),
            largest(report, Kind.TERM),
            largest(report, Kind.GRADIENT),
            largest(report, Kind.WEIGHT));
  }

  private static boolean ofModel(CaseReport report) {
    return report.deviations().stream().anyMatch(deviation -> MODEL.contains(deviation.kind()));
  }

  /** Counts, and the largest deviations of all cases. */
  static String summary(List<CaseReport> reports) {
    String counts = counts(reports);
    List<String> worst = new ArrayList<>();
    for (Kind kind : MODEL) {
      String largest = largest(reports, kind);
      if (!largest.equals("-")) {
        worst.add(kind.name().toLowerCase(Locale.ROOT) + " " + largest);
      }
    }
    return worst.isEmpty() ? counts : counts + "; of models: " + String.join(", ", worst);
  }

  private static String counts(List<CaseReport> reports) {
    return "%d %s: %d passed, %d failed, %d not usable, %d skipped; largest deviations: costs %s, terms %s, gradients %s; tolerance %s"
        .formatted(
            reports.size(),
            reports.size() == 1 ? "case" : "cases",
            count(reports, Verdict.PASS),
            count(reports, Verdict.FAIL),
            count(reports, Verdict.ERROR),
            count(reports, Verdict.SKIPPED),
            largest(reports, Kind.COST),
            largest(reports, Kind.TERM),
            largest(reports, Kind.GRADIENT),
            text(reports.getFirst().tolerance()));
  }

  private static boolean onlyFloat32(CaseReport report) {
    List<Deviation> compared =
        report.deviations().stream().filter(d -> d.kind() != Kind.POINTS).toList();
    return !compared.isEmpty() && compared.stream().allMatch(d -> d.reference().equals("f32"));
  }

  private static long count(List<CaseReport> reports, Verdict verdict) {
    return reports.stream().filter(report -> report.verdict() == verdict).count();
  }

  private static String assignment(CaseReport report) {
    return report.assignments().stream()
        .map(AssignmentCheck::outcome)
        .max(Comparator.naturalOrder())
        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
        .orElse("-");
  }

  private static String largest(CaseReport report, Kind kind) {
    return report.largest(kind).map(deviation -> text(deviation.value())).orElse("-");
  }

  private static String largest(List<CaseReport> reports, Kind kind) {
    return reports.stream()
        .flatMap(report -> report.largest(kind).stream())
        .map(Deviation::value)
        .max(Comparator.naturalOrder())
        .map(ConformanceText::text)
        .orElse("-");
  }

  private static String text(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
  }
}
