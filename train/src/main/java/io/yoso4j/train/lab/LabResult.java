package io.yoso4j.train.lab;

import java.util.List;

/**
 * All that a comparison of losses found; what {@code compare.json} holds ({@link LabFile}).
 * Immutable. Accuracies are from 0 to 1; null stands where there is nothing to measure, such as the
 * AP of small objects where there are none.
 *
 * @param format of the file, {@link #FORMAT}
 * @param plan what was to be done
 * @param environment what did it
 * @param variants results in the plan's order
 * @param efficiency cost of one evaluation of the loss, by variant and resolution
 * @param comparisons every variant with every later one in the plan's order, those with the
 *     reference first
 * @param convergence how fast the variants got where
 * @param claims what is said of losses, with the numbers measured here
 * @param verdict what is shown and what is not, in sentences
 * @param cost what it took
 */
public record LabResult(
    int format,
    LabPlan plan,
    LabEnvironment environment,
    List<VariantResult> variants,
    List<Efficiency> efficiency,
    List<PairedComparison> comparisons,
    Convergence convergence,
    List<Claim> claims,
    List<String> verdict,
    LabCost cost) {
  /** The format that this version writes and reads. */
  public static final int FORMAT = 1;

  /** Copies the lists. */
  public LabResult {
    variants = List.copyOf(variants);
    efficiency = List.copyOf(efficiency);
    comparisons = List.copyOf(comparisons);
    claims = List.copyOf(claims);
    verdict = List.copyOf(verdict);
  }

  /**
   * The results of a variant.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public VariantResult variant(String name) {
    return variants.stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("variant (" + name + ") is not in the result"));
  }

  /**
   * Whether a difference counts as shown, by the rule of the verdict: its interval leaves out 0,
   * both losses were trained with at least two seeds, and some loss reached an AP of 0.05. Of many
   * differences about one in twenty is shown by chance alone.
   *
   * @param pair one of the comparisons
   * @param difference a metric's or class's of this pair
   */
  public boolean shown(PairedComparison pair, PairedDifference difference) {
    return Verdict.shown(difference, pair.seeds(), Verdict.learned(variants));
  }
}
