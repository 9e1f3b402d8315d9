package io.yoso4j.criterion.sampling;

/** Bilinear reading of a grid in double precision, straight from the definition. */
public final class BilinearReference {
  private BilinearReference() {}

  /** A grid that is only asked for pixels inside. */
  public interface Pixels {
    /** The pixel's value. */
    double at(int row, int column);
  }

  /**
   * The value at a point of a frame of which the grid is the upper left part, zero outside the
   * grid.
   *
   * @param x fraction of the frame's width
   * @param y fraction of the frame's height
   */
  public static double sample(
      Pixels grid, int height, int width, int frameHeight, int frameWidth, double x, double y) {
    double column = x * frameWidth - 0.5;
    double row = y * frameHeight - 0.5;
    int left = (int) Math.floor(column);
    int top = (int) Math.floor(row);
    double sum = 0;
    for (int r = top; r <= top + 1; r++) {
      for (int c = left; c <= left + 1; c++) {
        boolean inside = r >= 0 && r < height && c >= 0 && c < width;
        double weight = (1 - Math.abs(row - r)) * (1 - Math.abs(column - c));
        sum += inside && weight > 0 ? weight * grid.at(r, c) : 0;
      }
    }
    return sum;
  }

  /** A pixel of the grid brought to another size, edges repeated. */
  public static double resized(
      Pixels grid, int height, int width, int toHeight, int toWidth, int row, int column) {
    double y = Math.clamp((row + 0.5) * height / toHeight - 0.5, 0.0, height - 1.0);
    double x = Math.clamp((column + 0.5) * width / toWidth - 0.5, 0.0, width - 1.0);
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, height - 1);
    int right = Math.min(left + 1, width - 1);
    double upper = grid.at(top, left) * (1 - x + left) + grid.at(top, right) * (x - left);
    double lower = grid.at(bottom, left) * (1 - x + left) + grid.at(bottom, right) * (x - left);
    return upper * (1 - y + top) + lower * (y - top);
  }
}
