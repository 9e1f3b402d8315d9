package io.yoso4j.criterion;

import java.util.List;
import java.util.Map;

/**
 * Why one stage's loss on one image is what it is.
 *
 * @param stage the stage's name
 * @param image index in the batch
 * @param imageId the image's id
 * @param assignment matched pairs and targets left over
 * @param costs the matching cost of every pair, in parts
 * @param pairs the matched pairs in the assignment's order; empty in a stage without masks
 * @param gradientShares for every weighted loss term its share, in [0, 1], of the image's gradient
 *     of this stage: the sum of absolute derivatives with respect to class logits, sampled mask
 *     logits and boxes, over the sum of all terms'. All 0 if there is no gradient
 */
public record ImageExplanation(
    String stage,
    int image,
    long imageId,
    Assignment assignment,
    CostParts costs,
    List<PairExplanation> pairs,
    Map<String, Double> gradientShares) {
  /** Copies the collections. */
  public ImageExplanation {
    pairs = List.copyOf(pairs);
    gradientShares = Map.copyOf(gradientShares);
  }
}
