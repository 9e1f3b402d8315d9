package io.yoso4j.criterion.sampling;

/**
 * Where to read a grid bilinearly: for every point the upper left of four neighbouring pixels and
 * the fractions of the way to the lower right one. A reusable buffer; not thread-safe.
 *
 * <p>The upper left pixel may lie one row above or one column left of the grid, the lower right one
 * just below or right of it; {@link FramedPlanes} has zeros there.
 */
public final class BilinearTaps {
  private int count;
  private int[] rows = new int[0];
  private int[] columns = new int[0];
  private float[] rowFractions = new float[0];
  private float[] columnFractions = new float[0];

  /** Creates an empty buffer. */
  public BilinearTaps() {}

  /** Number of points set. */
  public int count() {
    return count;
  }

  /** Upper row of point {@code i}, from -1 to H - 1. */
  public int row(int i) {
    return rows[i];
  }

  /** Left column of point {@code i}, from -1 to W - 1. */
  public int column(int i) {
    return columns[i];
  }

  /** How far below the upper row, in [0, 1). */
  public float rowFraction(int i) {
    return rowFractions[i];
  }

  /** How far right of the left column, in [0, 1). */
  public float columnFraction(int i) {
    return columnFractions[i];
  }

  /**
   * Sets the taps to points of the unit square.
   *
   * @param xy (x, y) pairs in [0, 1]
   * @param points number of pairs used
   * @param height H of the grid
   * @param width W of the grid
   * @throws IllegalArgumentException if a coordinate is outside [0, 1] or NaN
   */
  public void setPoints(float[] xy, int points, int height, int width) {
    resize(points);
    for (int i = 0; i < points; i++) {
      float x = xy[2 * i];
      float y = xy[2 * i + 1];
      if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
        throw new IllegalArgumentException(
            "point " + i + " (" + x + ", " + y + ") must lie in [0, 1] x [0, 1]");
      }
      set(i, (double) y * height - 0.5, (double) x * width - 0.5);
    }
  }

  /** Sets the taps to the pixels of the grid itself, row by row. */
  public void setPixels(int height, int width) {
    resize(Math.multiplyExact(height, width));
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        set(row * width + column, row, column);
      }
    }
  }

  /**
   * Sets the taps to the pixels of a larger or smaller grid laid over this one, row by row, edges
   * repeated ({@code interpolate(mode="bilinear", align_corners=false)}).
   *
   * @param height H of the grid read
   * @param width W of the grid read
   * @param toHeight rows of the other grid
   * @param toWidth columns of the other grid
   */
  public void setResized(int height, int width, int toHeight, int toWidth) {
    resize(Math.multiplyExact(toHeight, toWidth));
    double rowScale = (double) height / toHeight;
    double columnScale = (double) width / toWidth;
    for (int row = 0; row < toHeight; row++) {
      double y = Math.clamp((row + 0.5) * rowScale - 0.5, 0.0, height - 1.0);
      for (int column = 0; column < toWidth; column++) {
        double x = Math.clamp((column + 0.5) * columnScale - 0.5, 0.0, width - 1.0);
        set(row * toWidth + column, y, x);
      }
    }
  }

  private void set(int i, double y, double x) {
    int row = (int) (y + 1) - 1;
    int column = (int) (x + 1) - 1;
    rows[i] = row;
    columns[i] = column;
    rowFractions[i] = (float) (y - row);
    columnFractions[i] = (float) (x - column);
  }

  private void resize(int points) {
    count = points;
    if (rows.length < points) {
      rows = new int[points];
      columns = new int[points];
      rowFractions = new float[points];
      columnFractions = new float[points];
    }
  }
}
