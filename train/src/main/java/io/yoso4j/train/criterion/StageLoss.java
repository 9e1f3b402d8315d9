package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of one stage.
 *
 * @param name {@code s0} for the first stage
 * @param losses unweighted terms by the names of {@link io.yoso4j.criterion.StageResult}; no class
 *     term without class logits
 * @param weighted the same terms times their weights
 * @param assignments matched pairs of every image
 */
public record StageLoss(
    String name,
    Map<String, Double> losses,
    Map<String, Double> weighted,
    List<Assignment> assignments) {
  /** Copies the list. */
  public StageLoss {
    assignments = List.copyOf(assignments);
  }

  /** One stage's numbers of several batches, added up. */
  static StageLoss sum(List<StageLoss> parts) {
    Map<String, Double> losses = new LinkedHashMap<>();
    Map<String, Double> weighted = new LinkedHashMap<>();
    for (StageLoss part : parts) {
      part.losses.forEach((term, value) -> losses.merge(term, value, Double::sum));
      part.weighted.forEach((term, value) -> weighted.merge(term, value, Double::sum));
    }
    return new StageLoss(
        parts.getFirst().name,
        losses,
        weighted,
        parts.stream().flatMap(part -> part.assignments.stream()).toList());
  }
}
