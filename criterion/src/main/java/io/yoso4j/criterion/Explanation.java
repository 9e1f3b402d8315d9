package io.yoso4j.criterion;

import java.util.List;

/**
 * A loss and the decisions behind it.
 *
 * @param result what {@link SetCriterion#evaluate} returns for the same arguments
 * @param images every stage on every image, stages first: stage s of image i at {@code s * B + i}
 */
public record Explanation(CriterionResult result, List<ImageExplanation> images) {
  /** Copies the list. */
  public Explanation {
    images = List.copyOf(images);
  }
}
