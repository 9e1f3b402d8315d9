package io.yoso4j.criterion;

/**
 * The points on which the matcher compares every prediction of an image with every target of it.
 */
public sealed interface MatcherPoints {

  /**
   * One set of uniformly drawn points per image and stage, shared by all pairs.
   *
   * @param numPoints points per image, at least 1
   */
  record SharedRandom(int numPoints) implements MatcherPoints {
    /** Checks the range. */
    public SharedRandom {
      Checks.positive("numPoints", numPoints);
    }
  }

  /** Every pixel of the prediction, targets brought to its size by nearest neighbour. */
  record PredictionGrid() implements MatcherPoints {}

  /** Every pixel of the target, predictions enlarged to its size bilinearly. */
  record TargetGrid() implements MatcherPoints {}
}
