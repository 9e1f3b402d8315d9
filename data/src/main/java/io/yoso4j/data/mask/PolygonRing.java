package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.Arrays;

/**
 * Draws one ring of a polygon. On the fine grid, every step of the outline from one fine column to
 * the next that lies on the centre line of a pixel column is a crossing, and toggles all pixels of
 * that column below it (and, in column-major order, all that follow).
 *
 * <p>Roundings follow COCO's rule exactly: towards zero after adding one half, also for negative
 * values, and crossings clamped to the column so that a ring below the image toggles from the next
 * column on.
 */
final class PolygonRing {
  private static final int SCALE = 5;

  /** The fine column of a pixel's centre line, which lies between it and the next. */
  private static final int CENTRE = 2;

  /** So many values are sorted by insertion. */
  private static final int FEW = 24;

  /** An outline of 13 million pixels; bounds time and the memory for crossings (160 MB). */
  private static final long MAX_STEPS = 1L << 26;

  private final int height;
  private final int width;

  /** The crossings: a column, and the row from which on it is toggled. */
  private int[] columns = new int[256];

  private int[] rows = new int[256];
  private int size = 0;
  private int firstColumn;
  private int lastColumn;

  PolygonRing(int height, int width) {
    this.height = height;
    this.width = width;
  }

  Rle rasterize(double[] xy) {
    int points = xy.length / 2;
    int[] x = new int[points + 1];
    int[] y = new int[points + 1];
    for (int i = 0; i < points; i++) {
      x[i] = (int) (SCALE * xy[2 * i] + 0.5);
      y[i] = (int) (SCALE * xy[2 * i + 1] + 0.5);
    }
    x[points] = x[0];
    y[points] = y[0];
    requireDrawable(x, y);
    setColumns(x);
    for (int i = 0; i < points; i++) {
      walk(x[i], y[i], x[i + 1], y[i + 1]);
    }
    return toMask();
  }

  private void setColumns(int[] x) {
    int left = x[0];
    int right = x[0];
    for (int fineX : x) {
      left = Math.min(left, fineX);
      right = Math.max(right, fineX);
    }
    firstColumn = firstColumn(left);
    lastColumn = Math.max(firstColumn, lastColumn(right));
  }

  private static void requireDrawable(int[] x, int[] y) {
    long steps = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      steps += Math.max(Math.abs(x[i + 1] - x[i]), Math.abs(y[i + 1] - y[i]));
    }
    if (steps > MAX_STEPS) {
      throw new DataException(
          "polygon ring has an outline of about %d pixels; at most %d are supported"
              .formatted(steps / SCALE, MAX_STEPS / SCALE));
    }
  }

  /**
   * Finds the crossings of one edge. By COCO's rule an edge has one fine point for each step along
   * its longer axis, the other coordinate being rounded; instead of visiting them all, this looks
   * at the two points on either side of each centre line.
   */
  private void walk(int fromX, int fromY, int toX, int toY) {
    if (fromX == toX) {
      return;
    }
    if (Math.abs(toX - fromX) >= Math.abs(toY - fromY)) {
      // Points are computed from the smaller end so that both directions give the same ones.
      if (fromX < toX) {
        walkAlongX(fromX, fromY, toX, toY);
      } else {
        walkAlongX(toX, toY, fromX, fromY);
      }
    } else if (fromY < toY) {
      walkAlongY(fromX, fromY, toX, toY);
    } else {
      walkAlongY(toX, toY, fromX, fromY);
    }
  }

  private void walkAlongX(int fromX, int fromY, int toX, int toY) {
    double slope = (double) (toY - fromY) / (toX - fromX);
    int last = lastColumn(toX);
    for (int column = firstColumn(fromX); column <= last; column++) {
      int step = SCALE * column + CENTRE - fromX;
      cross(column, Math.min(rounded(fromY, slope, step), rounded(fromY, slope, step + 1)));
    }
  }

  private void walkAlongY(int fromX, int fromY, int toX, int toY) {
    int length = toY - fromY;
    double slope = (double) (toX - fromX) / length;
    boolean rising = slope > 0;
    int last = lastColumn(Math.max(fromX, toX));
    for (int column = firstColumn(Math.min(fromX, toX)); column <= last; column++) {
      int fineX = SCALE * column + CENTRE;
      // The last step before the line; the estimate is put right by what rounding really does.
      int step = Math.clamp((long) ((fineX + 0.5 - fromX) / slope), 0, length - 1);
      while (step > 0 && rounded(fromX, slope, step) <= fineX != rising) {
        step--;
      }
      while (step < length - 1 && rounded(fromX, slope, step + 1) <= fineX == rising) {
        step++;
      }
      cross(column, fromY + step);
    }
  }

  private static int rounded(int from, double slope, int step) {
    return (int) (from + slope * step + 0.5);
  }

  /** The first column whose centre line is not left of a fine column. */
  private static int firstColumn(int fineX) {
    return Math.max(0, Math.ceilDiv(fineX - CENTRE, SCALE));
  }

  /** The last column whose centre line is left of a fine column. */
  private int lastColumn(int fineX) {
    return Math.min(width - 1, Math.floorDiv(fineX - 1 - CENTRE, SCALE));
  }

  /** Toggles a column from the first pixel on whose centre is not above a fine row. */
  private void cross(int column, int fineY) {
    if (size == columns.length) {
      columns = Arrays.copyOf(columns, size * 2);
      rows = Arrays.copyOf(rows, size * 2);
    }
    columns[size] = column;
    int row = fineY <= CENTRE ? 0 : (fineY - CENTRE + SCALE - 1) / SCALE;
    rows[size++] = Math.min(row, height);
  }

  /** Pixels between the 1st and 2nd, 3rd and 4th, ... crossing are inside. */
  private Rle toMask() {
    int[] sorted = sortedCrossings();
    RunBuilder runs = new RunBuilder(height, width, size + 1);
    for (int i = 0; i < size; i += 2) {
      runs.foreground(sorted[i], i + 1 < size ? sorted[i + 1] : height * width);
    }
    return runs.build();
  }

  /** A column has few crossings as a rule, so putting each into its column nearly sorts them. */
  private int[] sortedCrossings() {
    int[] next = new int[lastColumn - firstColumn + 2];
    for (int i = 0; i < size; i++) {
      next[columns[i] - firstColumn + 1]++;
    }
    for (int column = 1; column < next.length; column++) {
      next[column] += next[column - 1];
    }
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[next[columns[i] - firstColumn]++] = columns[i] * height + rows[i];
    }
    int from = 0;
    for (int column = 0; column < next.length - 1; column++) {
      sort(sorted, from, next[column]);
      from = next[column];
    }
    return sorted;
  }

  private static void sort(int[] values, int from, int to) {
    if (to - from > FEW) {
      Arrays.sort(values, from, to);
      return;
    }
    for (int i = from + 1; i < to; i++) {
      int value = values[i];
      int at = i;
      while (at > from && values[at - 1] > value) {
        values[at] = values[at - 1];
        at--;
      }
      values[at] = value;
    }
  }
}
