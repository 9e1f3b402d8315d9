package io.yoso4j.data.health;

import io.yoso4j.data.dataset.Category;
import java.nio.file.Path;
import java.util.List;

/**
 * What an examination found.
 *
 * @param options what the data set was held against
 * @param parts what there is
 * @param findings problems, the worst first; empty for a data set without any
 * @param fit how the objects fit the model
 * @param advice recommended settings; empty without objects
 */
public record HealthReport(
    HealthOptions options,
    List<Part> parts,
    List<Finding> findings,
    ObjectFit fit,
    List<Advice> advice) {

  /** Copies the lists. */
  public HealthReport {
    parts = List.copyOf(parts);
    findings = List.copyOf(findings);
    advice = List.copyOf(advice);
  }

  /** How bad the worst finding is; {@link Severity#NOTE} when there is none. */
  public Severity worst() {
    return findings.stream()
        .map(finding -> finding.problem().severity())
        .max(Severity::compareTo)
        .orElse(Severity.NOTE);
  }

  /**
   * A part of the data set.
   *
   * @param name {@code train}, {@code val}, …
   * @param annotations the annotation file
   * @param imageFolder what file names are relative to
   * @param images usable entries
   * @param objects usable annotations, crowds included
   * @param crowds how many of them are crowds
   * @param categories with the number of objects of each
   */
  public record Part(
      String name,
      Path annotations,
      Path imageFolder,
      int images,
      int objects,
      int crowds,
      List<CategoryCount> categories) {
    /** Copies the list. */
    public Part {
      categories = List.copyOf(categories);
    }
  }

  /** A category and the number of its objects, crowds included. */
  public record CategoryCount(Category category, int objects) {}
}
