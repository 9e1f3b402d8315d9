package io.yoso4j.criterion.matching;

/** Values of an image's targets at the matcher's points. */
@FunctionalInterface
public interface PointLabels {
  /**
   * Reads one target at some of the points.
   *
   * @param target index of the target
   * @param from first point
   * @param to after the last point
   * @param out {@code out[0]} receives the value at point {@code from}, in [0, 1]
   */
  void read(int target, int from, int to, float[] out);
}
