package io.yoso4j.criterion.sampling;

import java.util.Arrays;

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
   * Reads the mask bilinearly at points of the unit square, laid over a frame of which the mask is
   * the upper left part.
   *
   * @param x fractions of the frame's width
   * @param y fractions of the frame's height
   * @param count number of points
   * @param frameHeight at least {@link #height}
   * @param frameWidth at least {@link #width}
   * @param out receives values in [0, 1]
   */
  public void sample(
      float[] x, float[] y, int count, int frameHeight, int frameWidth, float[] out) {
    for (int i = 0; i < count; i++) {
      double px = (double) x[i] * frameWidth + 0.5;
      double py = (double) y[i] * frameHeight + 0.5;
      int column = (int) px;
      int row = (int) py;
      out[i] = at(row - 1, column - 1, (float) (py - row), (float) (px - column));
    }
  }

  /**
   * The mask's value between four pixels.
   *
   * @param row upper row, may be outside
   * @param column left column, may be outside
   * @param rowFraction how far below the upper row, in [0, 1]
   * @param columnFraction how far right of the left column, in [0, 1]
   */
  public float at(int row, int column, float rowFraction, float columnFraction) {
    int upper = pair(row, column);
    int lower = pair(row + 1, column);
    int all = (upper << 2) | lower;
    if (all == 0) {
      return 0;
    }
    if (all == 0b1111) {
      return 1;
    }
    return mix(upper, columnFraction) * (1 - rowFraction)
        + mix(lower, columnFraction) * rowFraction;
  }

  /** Writes a row as zeros and ones, zeros outside the mask. */
  public void row(int row, int count, float[] out, int at) {
    if (row >= height) {
      Arrays.fill(out, at, at + count, 0f);
      return;
    }
    int inside = Math.min(count, width);
    int first = row * width;
    for (int column = 0; column < inside; column++) {
      int bit = first + column;
      out[at + column] = (int) (words[bit >>> 6] >>> bit) & 1;
    }
    Arrays.fill(out, at + inside, at + count, 0f);
  }

  /** The pixel's value, 0 outside. */
  public int get(int row, int column) {
    return row < 0 || row >= height ? 0 : inside(row, column);
  }

  /** The pixels that are set: where a mask of few pixels need not be looked for. */
  public Extent extent() {
    Extent.Builder extent = new Extent.Builder();
    int pixels = height * width;
    for (int w = 0; w << 6 < pixels; w++) {
      long bits = words[w];
      int left = pixels - (w << 6);
      if (left < 64) {
        bits &= (1L << left) - 1;
      }
      while (bits != 0) {
        int first = (w << 6) + Long.numberOfTrailingZeros(bits);
        int row = first / width;
        int endOfRow = (row + 1) * width - (w << 6);
        long ofRow = endOfRow >= 64 ? bits : bits & ((1L << endOfRow) - 1);
        int last = (w << 6) + 63 - Long.numberOfLeadingZeros(ofRow);
        extent.add(row, first - row * width, last - row * width);
        bits &= ~ofRow;
      }
    }
    return extent.build();
  }

  private int pair(int bit) {
    int next = bit + 1;
    return (((int) (words[bit >>> 6] >>> bit) & 1) << 1) | ((int) (words[next >>> 6] >>> next) & 1);
  }

  private int pair(int row, int column) {
    if (row < 0 || row >= height) {
      return 0;
    }
    if (column < 0 || column >= width - 1) {
      return (inside(row, column) << 1) | inside(row, column + 1);
    }
    return pair(row * width + column);
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
