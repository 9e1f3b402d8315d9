package io.yoso4j.train.explain;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.CostParts;
import io.yoso4j.criterion.StageResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stage of the network and its loss on the image.
 *
 * @param result terms of the loss; its assignment is of the image
 * @param costs matching cost of every query and target, in parts
 * @param gradientShares of every term, see {@link
 *     io.yoso4j.criterion.ImageExplanation#gradientShares}
 * @param iou IoU of every query's mask with every object, at the image's size, {@code [Q, N]}
 * @param classes class probabilities as inference computes them, {@code [Q, C + 1]}, the last
 *     column what they leave to no object; null in a stage without class logits
 * @param pairs objects that are explained in detail and have a query here
 * @param pulls for every loss term the length of its gradient with respect to the features of each
 *     cell, all queries together
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExplainedStage(
    StageResult result,
    CostParts costs,
    Map<String, Double> gradientShares,
    double[][] iou,
    float @Nullable [] classes,
    List<ExplainedPair> pairs,
    Map<String, ValueMap> pulls) {
  /** Copies the collections. */
  public ExplainedStage {
    pairs = List.copyOf(pairs);
    pulls = Collections.unmodifiableMap(new LinkedHashMap<>(pulls));
  }

  /** The same with the maps. */
  ExplainedStage with(List<ExplainedPair> newPairs, Map<String, ValueMap> newPulls) {
    return new ExplainedStage(result, costs, gradientShares, iou, classes, newPairs, newPulls);
  }

  /** The stage's name. */
  public String name() {
    return result.name();
  }

  /** Matched pairs of the image, queries and targets. */
  public Assignment assignment() {
    return result.assignments().getFirst();
  }

  /** The query matched to a target; -1 for none. */
  public int queryOf(int target) {
    Assignment pairs = assignment();
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.targets()[i] == target) {
        return pairs.queries()[i];
      }
    }
    return -1;
  }

  /** The target matched to a query; -1 for none. */
  public int targetOf(int query) {
    Assignment pairs = assignment();
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.queries()[i] == query) {
        return pairs.targets()[i];
      }
    }
    return -1;
  }
}
