package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.kernels.MatchTile;

/**
 * The points on which one image's predictions are compared with its targets, sorted by the row of
 * the prediction they fall in. Rows and columns are counted from the frame of zeros: points of row
 * r lie between pixel rows r - 1 and r.
 */
sealed interface MatchPoints permits GridMatchPoints, RandomMatchPoints, ResizedMatchPoints {

  /** Points of a row in [0, H]. */
  int count(int row);

  /**
   * Adds points of a row, and the targets that are not 0 there, to an empty tile. Ignored points
   * are left out.
   *
   * @param from first point of the row
   * @param to after the last one, at most {@link MatchTile#POINTS} more
   */
  void fill(int row, int from, int to, MatchTile tile, Kernels kernels);
}
