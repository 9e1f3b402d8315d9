package io.yoso4j.criterion.sampling;

/**
 * Where a side of another length reads a side of a grid: for every position the lower of two
 * neighbouring pixels and the fraction of the way to the next, as {@code
 * interpolate(mode="bilinear", align_corners=False)} does, edges repeated.
 */
public final class ResizeTaps {
  private final int[] indices;
  private final float[] fractions;

  private ResizeTaps(int[] indices, float[] fractions) {
    this.indices = indices;
    this.fractions = fractions;
  }

  /**
   * Taps of a side.
   *
   * @param from pixels that are read, at least 1
   * @param to positions to read them for, at least 0
   */
  public static ResizeTaps of(int from, int to) {
    int[] indices = new int[to];
    float[] fractions = new float[to];
    double scale = (double) from / to;
    for (int i = 0; i < to; i++) {
      double at = Math.clamp((i + 0.5) * scale - 0.5, 0.0, from - 1.0);
      indices[i] = (int) at;
      fractions[i] = (float) (at - indices[i]);
    }
    return new ResizeTaps(indices, fractions);
  }

  /** Number of positions. */
  public int count() {
    return indices.length;
  }

  /** Lower pixel of a position. At the last pixel the fraction is 0. */
  public int index(int position) {
    return indices[position];
  }

  /** How far to the next pixel, in [0, 1). */
  public float fraction(int position) {
    return fractions[position];
  }
}
