package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Fixes what the criterion would otherwise choose, to compare values where a choice between equals
 * is arbitrary.
 */
interface Pins {
  /** Nothing is fixed. */
  Pins NONE =
      new Pins() {
        @Override
        public @Nullable Assignment assignment(int stage, int image) {
          return null;
        }

        @Override
        public float @Nullable [] points(int stage, int image, int target) {
          return null;
        }
      };

  /** The assignment to use, or null to solve for it. */
  @Nullable Assignment assignment(int stage, int image);

  /**
   * The (x, y) pairs of a matched target's mask terms, or null to choose them; the same for all
   * pairs of a step, and as many points for each.
   */
  float @Nullable [] points(int stage, int image, int target);
}
