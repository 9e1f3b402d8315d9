package io.yoso4j.train.explain;

import io.yoso4j.data.mask.Rle;
import java.util.List;

/**
 * An annotated object.
 *
 * @param number in the image, from 1, crowds not counted
 * @param annotationId in the data set
 * @param category index of its class
 * @param mask of the size of the explained image
 * @param visible share of the object's pixels that lie in the explained tile; 1 without tiles
 * @param target index among the targets of the loss; -1 where no pixel of it is left at the
 *     network's input size
 */
public record ExplainedObject(
    int number, long annotationId, int category, Rle mask, double visible, int target) {
  /** Whether a query is matched to it at one of the stages at least. */
  public boolean matchedIn(List<ExplainedStage> stages) {
    return target >= 0 && stages.stream().anyMatch(stage -> stage.queryOf(target) >= 0);
  }
}
