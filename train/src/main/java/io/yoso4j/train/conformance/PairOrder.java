package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.CriterionResult;
import org.jspecify.annotations.Nullable;

/**
 * The order of the matched pairs of a batch, images ascending and queries ascending in them: row i
 * of the draws and recorded points belongs to pair i.
 */
final class PairOrder implements SavedDraws.PairRows {
  private final @Nullable Assignment[][] assignments;

  PairOrder(int stages, int images) {
    assignments = new @Nullable Assignment[stages][images];
  }

  void set(int stage, int image, @Nullable Assignment assignment) {
    assignments[stage][image] = assignment;
  }

  /**
   * Fills the gaps where nothing was recorded with what an engine found.
   *
   * @return whether there were any
   */
  boolean complete(CriterionResult result) {
    boolean changed = false;
    for (int stage = 0; stage < assignments.length; stage++) {
      for (int image = 0; image < assignments[stage].length; image++) {
        if (assignments[stage][image] == null) {
          assignments[stage][image] = result.stages().get(stage).assignments().get(image);
          changed = true;
        }
      }
    }
    return changed;
  }

  /** Row of an image's first pair. */
  int first(int stage, int image) {
    int row = 0;
    for (int before = 0; before < image; before++) {
      Assignment assignment = assignments[stage][before];
      row += assignment == null ? 0 : assignment.size();
    }
    return row;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A target that has no pair in this order gets a row of its image that another pair has too:
   * its values are looked at only to see whether pairs are equally good.
   */
  @Override
  public int row(int stage, int image, int target) {
    Assignment assignment = assignments[stage][image];
    if (assignment == null || assignment.size() == 0) {
      return 0;
    }
    int[] targets = assignment.targets();
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] == target) {
        return first(stage, image) + i;
      }
    }
    return first(stage, image) + target % targets.length;
  }
}
