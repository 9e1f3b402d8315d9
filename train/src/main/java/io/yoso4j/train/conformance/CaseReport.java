package io.yoso4j.train.conformance;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the comparison of one case found.
 *
 * @param folder the case
 * @param verdict the outcome
 * @param problem why there is no comparison; null if there is one
 * @param tolerance the tolerance asked for
 * @param deviations every tensor and term compared
 * @param assignments every image whose assignment was compared
 * @param pinned decisions taken from the case since others are equally good, with the reason
 * @param notes other remarks, such as values that float32 cannot give within the tolerance
 * @param notCompared arrays and terms for which nothing was recorded
 */
public record CaseReport(
    Path folder,
    Verdict verdict,
    @Nullable String problem,
    double tolerance,
    List<Deviation> deviations,
    List<AssignmentCheck> assignments,
    List<String> pinned,
    List<String> notes,
    List<String> notCompared) {

  /** Outcome of a case. */
  public enum Verdict {
    /** Everything compared is within its tolerance. */
    PASS,
    /** Something is not. */
    FAIL,
    /** The case cannot be used: a file is missing or malformed. */
    ERROR,
    /** The folder holds something else: its {@code meta.json} names no family. */
    SKIPPED
  }

  /** Copies the lists. */
  public CaseReport {
    deviations = List.copyOf(deviations);
    assignments = List.copyOf(assignments);
    pinned = List.copyOf(pinned);
    notes = List.copyOf(notes);
    notCompared = List.copyOf(notCompared);
  }

  static CaseReport without(Path folder, Verdict verdict, String problem, double tolerance) {
    return new CaseReport(
        folder, verdict, problem, tolerance, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** Name of the case: its folder's. */
  public String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }

  /** The largest deviation of a kind, empty if nothing of it was compared. */
  public Optional<Deviation> largest(Deviation.Kind kind) {
    return deviations.stream()
        .filter(deviation -> deviation.kind() == kind)
        .max(Comparator.comparingDouble(Deviation::value));
  }

  /** The deviations that are not allowed. */
  public List<Deviation> exceeded() {
    return deviations.stream().filter(deviation -> !deviation.within()).toList();
  }
}
