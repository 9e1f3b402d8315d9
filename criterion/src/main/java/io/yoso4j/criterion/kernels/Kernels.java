package io.yoso4j.criterion.kernels;

import io.yoso4j.criterion.loss.MaskLoss;
import io.yoso4j.criterion.sampling.BitPlane;

/**
 * The inner loops of the criterion. One instance serves one thread.
 *
 * <p>Planes are H × W floats with a frame of one zero pixel: {@code (H + 2) * (W + 2)} values.
 * Point arrays have {@link PointBuffer#SLACK} values behind their last point.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {

  /** The fastest kernels this virtual machine can run. */
  static Kernels create() {
    return KernelChoice.VECTOR ? new VectorKernels() : new ScalarKernels();
  }

  /** Queries are padded to a multiple of this. */
  int lanes();

  /**
   * Turns a row of every query into a row of pixels: value (query, column) goes to {@code at +
   * column * stride + query}.
   *
   * @param source query q's row begins at {@code q * sourceStride + sourceAt}
   */
  void transpose(
      float[] source,
      int sourceAt,
      int sourceStride,
      int queries,
      int columns,
      float[] rows,
      int at,
      int stride);

  /**
   * The points of a tile whose {@link MatchTile#targetColumns} lie in a range.
   *
   * @param first lowest column
   * @param last highest column
   * @return bit p for point p
   */
  long pointsBetween(MatchTile tile, int first, int last);

  /**
   * Adds a tile's points to the sums of the matching cost.
   *
   * @param rows pixel rows of Q' values per pixel
   * @param upper where the upper row begins, with its zero pixel
   * @param lower where the lower row begins
   */
  void match(MatchTile tile, float[] rows, int upper, int lower, MatchSums sums);

  /**
   * Fills with random numbers in [0, 1), as {@link io.yoso4j.criterion.sampling.Philox} gives them
   * for counters {@code (0…, c1, c2, c3)}: the upper 24 bits of every word. The same numbers on
   * every machine.
   */
  static void random(int key0, int key1, int c1, int c2, int c3, float[] out) {
    int done = KernelChoice.VECTOR ? VectorPhilox.fill(key0, key1, c1, c2, c3, out) : 0;
    ScalarKernels.random(key0, key1, c1, c2, c3, out, done);
  }

  /** As above for {@code count} (x, y) pairs, x and y apart. */
  static void randomPoints(
      int key0, int key1, int c1, int c2, int c3, int count, float[] x, float[] y) {
    int done = KernelChoice.VECTOR ? VectorPhilox.fill(key0, key1, c1, c2, c3, count, x, y) : 0;
    ScalarKernels.randomPoints(key0, key1, c1, c2, c3, done, count, x, y);
  }

  /**
   * Separates (x, y) pairs.
   *
   * @return whether all are in [0, 1]
   */
  boolean split(float[] xy, int count, float[] x, float[] y);

  /** Reads a framed plane bilinearly at points. */
  void sample(float[] plane, int height, int width, float[] x, float[] y, int count, float[] out);

  /** Adds values to the pixels that {@link #sample} reads, in proportion. */
  void scatter(
      float[] plane, int height, int width, float[] x, float[] y, float[] values, int count);

  /**
   * Keeps the points of smallest absolute logit, in their order; ties go to the earlier point, NaN
   * is larger than everything.
   *
   * @param kept how many, at most {@code from.count}
   * @param into receives them from its start, has room
   */
  void select(PointBuffer from, int kept, PointBuffer into);

  /** As {@link BitPlane#sample}. */
  void labels(
      BitPlane plane,
      float[] x,
      float[] y,
      int count,
      int frameHeight,
      int frameWidth,
      float[] out);

  /** As {@link MaskLoss#evaluate}. */
  MaskLoss maskLoss(
      float[] logits,
      float[] labels,
      int points,
      double crossEntropyScale,
      double diceScale,
      float[] gradient);
}
