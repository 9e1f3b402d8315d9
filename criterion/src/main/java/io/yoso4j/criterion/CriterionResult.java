package io.yoso4j.criterion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * The weighted terms of all stages in one map, named as an original names them.
   *
   * @param naming whose names
   */
  public Map<String, Double> weighted(StageNaming naming) {
    Map<String, Double> terms = new LinkedHashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      int stage = i;
      stages
          .get(i)
          .weighted()
          .forEach((term, value) -> terms.put(naming.name(term, stage, stages.size()), value));
    }
    return terms;
  }
}
