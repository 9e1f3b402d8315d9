package io.yoso4j.criterion;

import org.jspecify.annotations.Nullable;

/**
 * Fixes what the criterion would otherwise choose. For comparing values with another implementation
 * where the choice between equals is arbitrary: equal uncertainties, equally good assignments.
 */
public interface Pins {
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

  /**
   * The assignment to use, or null to solve for it.
   *
   * @param stage index of the stage
   * @param image index of the image in the batch
   */
  @Nullable Assignment assignment(int stage, int image);

  /**
   * The (x, y) pairs of a matched target's mask terms, or null to choose them.
   *
   * @param stage index of the stage
   * @param image index of the image in the batch
   * @param target index of the target in the image
   */
  float @Nullable [] points(int stage, int image, int target);
}
