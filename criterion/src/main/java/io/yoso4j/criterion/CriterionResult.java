package io.yoso4j.criterion;

import java.util.List;

/**
 * The loss of a batch.
 *
 * @param total sum of all weighted terms of all stages
 * @param numMasks what the mask terms (and the focal loss) were divided by
 * @param stages one result per stage, in the order of the predictions
 * @param nonFinite where NaN or infinity turned up, empty in a healthy step; the first query per
 *     stage, image and term
 */
public record CriterionResult(
    double total, double numMasks, List<StageResult> stages, List<NonFinite> nonFinite) {
  /** Copies the lists. */
  public CriterionResult {
    stages = List.copyOf(stages);
    nonFinite = List.copyOf(nonFinite);
  }
}
