package io.yoso4j.train.criterion;

import io.yoso4j.criterion.NonFinite;
import java.util.ArrayList;
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

  /**
   * The numbers of several batches whose terms were all divided by the totals of all of them, as of
   * one batch: terms add up, images follow each other.
   *
   * @param parts at least one, of the same stages
   */
  public static LossReport sum(List<LossReport> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    List<StageLoss> stages = new ArrayList<>();
    for (int i = 0; i < parts.getFirst().stages.size(); i++) {
      int stage = i;
      stages.add(StageLoss.sum(parts.stream().map(part -> part.stages.get(stage)).toList()));
    }
    return new LossReport(
        parts.stream().mapToDouble(LossReport::total).sum(),
        parts.getFirst().numMasks,
        stages,
        parts.stream().flatMap(part -> part.nonFinite.stream()).toList());
  }
}
