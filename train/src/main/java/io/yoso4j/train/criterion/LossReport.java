package io.yoso4j.train.criterion;

import io.yoso4j.criterion.NonFinite;
import java.util.List;

/**
 * The numbers of a step's loss.
 *
 * @param total sum of all weighted terms of all stages
 * @param numMasks what the mask terms (and the focal loss) were divided by
 * @param stages in the order of the predictions
 * @param nonFinite where NaN or infinity turned up, empty in a healthy step; the first query per
 *     stage, image and term
 */
public record LossReport(
    double total, double numMasks, List<StageLoss> stages, List<NonFinite> nonFinite) {
  /** Copies the lists. */
  public LossReport {
    stages = List.copyOf(stages);
    nonFinite = List.copyOf(nonFinite);
  }
}
