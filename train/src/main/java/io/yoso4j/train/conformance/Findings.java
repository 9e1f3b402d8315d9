package io.yoso4j.train.conformance;

import io.yoso4j.train.conformance.AssignmentCheck.Outcome;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects what the comparison of one case finds. */
final class Findings {
  /**
   * Where float32 cannot give a value, this part of its own deviation is allowed: below 1, so that
   * an expected value that is wrong is not excused by the float32 one beside it.
   */
  private static final double CLOSER = 0.5;

  private final double tolerance;
  private final List<Deviation> deviations = new ArrayList<>();
  private final List<AssignmentCheck> assignments = new ArrayList<>();
  private final List<String> pinned = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> notCompared = new ArrayList<>();

  Findings(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * @param ofFloat32 deviation of the original's own float32 values from the expected ones, null if
   *     unknown
   */
  void compared(
      Deviation.Kind kind,
      String name,
      String reference,
      double value,
      @Nullable Double ofFloat32) {
    double allowed = tolerance;
    if (ofFloat32 != null && ofFloat32 > tolerance) {
      allowed = Math.max(tolerance, CLOSER * ofFloat32);
      notes.add(
          String.format(
              Locale.ROOT,
              "%s: the original's own float32 is %.1e off its %s; up to %.1e is allowed",
              name,
              ofFloat32,
              reference,
              allowed));
    }
    deviations.add(new Deviation(kind, name, reference, value, allowed));
  }

  /** A deviation with a bound of its own. */
  void measured(Deviation.Kind kind, String name, String reference, double value, double allowed) {
    deviations.add(new Deviation(kind, name, reference, value, allowed));
  }

  void points(String name, double value, double allowed) {
    deviations.add(new Deviation(Deviation.Kind.POINTS, name, "f32", value, allowed));
  }

  void assignment(Level level, int image, Outcome outcome) {
    assignments.add(new AssignmentCheck(level.name(), image, outcome));
  }

  void pinned(String decision) {
    pinned.add(decision);
  }

  void note(String note) {
    notes.add(note);
  }

  void notCompared(String name) {
    notCompared.add(name);
  }

  CaseReport report(Path folder) {
    if (deviations.isEmpty() && assignments.isEmpty()) {
      return CaseReport.without(
          folder, Verdict.ERROR, folder + ": holds nothing to compare with", tolerance);
    }
    boolean fails =
        deviations.stream().anyMatch(deviation -> !deviation.within())
            || assignments.stream().anyMatch(check -> check.outcome() == Outcome.DIFFERENT);
    return new CaseReport(
        folder,
        fails ? Verdict.FAIL : Verdict.PASS,
        null,
        tolerance,
        deviations,
        assignments,
        pinned,
        notes,
        notCompared);
  }
}
