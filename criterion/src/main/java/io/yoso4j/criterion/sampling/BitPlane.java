package io.yoso4j.criterion.sampling;

/**
 * A binary mask read as a grid of zeros and ones, zero outside.
 *
 * @param height rows
 * @param width columns
 * @param words row-major bits, pixel (y, x) at bit {@code y * width + x}; borrowed
 */
@SuppressWarnings("ArrayRecordComponent")
public record BitPlane(int height, int width, long[] words) {

  /**
   * Reads the mask bilinearly at some of the points. The points may be meant for a larger grid of
   * which the mask is the upper left part.
   *
   * @param taps points
   * @param from first point
   * @param to after the last point
   * @param out {@code out[0]} is the value at point {@code from}, in [0, 1]
   */
  public void sample(BilinearTaps taps, int from, int to, float[] out) {
    for (int i = from; i < to; i++) {
      int row = taps.row(i);
      int column = taps.column(i);
      int upper = pair(row, column);
      int lower = pair(row + 1, column);
      int all = (upper << 2) | lower;
      if (all == 0) {
        out[i - from] = 0;
      } else if (all == 0b1111) {
        out[i - from] = 1;
      } else {
        float fy = taps.rowFraction(i);
        float fx = taps.columnFraction(i);
        out[i - from] = mix(upper, fx) * (1 - fy) + mix(lower, fx) * fy;
      }
    }
  }

  /**
   * Reads the mask resized to another grid by nearest neighbour ({@code
   * interpolate(mode="nearest")}), row by row.
   *
   * @param toHeight rows of the other grid
   * @param toWidth columns of the other grid
   * @param from first pixel of it
   * @param to after the last pixel
   * @param out {@code out[0]} is the value at pixel {@code from}
   */
  public void nearest(int toHeight, int toWidth, int from, int to, float[] out) {
    for (int i = from; i < to; i++) {
      int row = (int) ((long) (i / toWidth) * height / toHeight);
      int column = (int) ((long) (i % toWidth) * width / toWidth);
      out[i - from] = bit(row, column);
    }
  }

  private int pair(int row, int column) {
    return row < 0 || row >= height ? 0 : (inside(row, column) << 1) | inside(row, column + 1);
  }

  private int inside(int row, int column) {
    return column < 0 || column >= width ? 0 : bit(row, column);
  }

  private int bit(int row, int column) {
    int bit = row * width + column;
    return (int) (words[bit >>> 6] >>> bit) & 1;
  }

  private static float mix(int pair, float fraction) {
    return (pair >> 1) * (1 - fraction) + (pair & 1) * fraction;
  }
}
