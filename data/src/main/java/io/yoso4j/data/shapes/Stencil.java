package io.yoso4j.data.shapes;

/**
 * A placed shape on the pixel grid: how many of the 3 x 3 sample points of each pixel in its
 * rectangle it covers. A pixel belongs to the mask when it covers at least 5 of the 9.
 */
final class Stencil {

  static final int SAMPLES = 9;
  private static final int MASK_SAMPLES = 5;
  private static final double[] OFFSETS = {1 / 6.0, 0.5, 5 / 6.0};

  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final byte[] samples;
  private final int area;

  private Stencil(int left, int top, int width, int height, byte[] samples, int area) {
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    this.samples = samples;
    this.area = area;
  }

  /** The part of the shape that lies in the square image; its area counts that part only. */
  static Stencil of(
      ShapeKind kind, double centerX, double centerY, double radius, double angle, int size) {
    double reach = radius * kind.reach() + 1;
    int left = Math.max(0, (int) Math.floor(centerX - reach));
    int top = Math.max(0, (int) Math.floor(centerY - reach));
    int width = Math.max(0, Math.min(size, (int) Math.ceil(centerX + reach)) - left);
    int height = Math.max(0, Math.min(size, (int) Math.ceil(centerY + reach)) - top);
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;
    byte[] samples = new byte[width * height];
    int area = 0;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        int covered = 0;
        for (double offsetY : OFFSETS) {
          double dy = top + y + offsetY - centerY;
          for (double offsetX : OFFSETS) {
            double dx = left + x + offsetX - centerX;
            if (kind.contains(dx * cos + dy * sin, dy * cos - dx * sin)) {
              covered++;
            }
          }
        }
        samples[i] = (byte) covered;
        area += covered >= MASK_SAMPLES ? 1 : 0;
      }
    }
    return new Stencil(left, top, width, height, samples, area);
  }

  /** First column of the rectangle. */
  int left() {
    return left;
  }

  /** First row of the rectangle. */
  int top() {
    return top;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Mask pixels inside the image. */
  int area() {
    return area;
  }

  /** How many of the {@link #SAMPLES} points of a pixel of the rectangle are covered. */
  int covered(int x, int y) {
    return samples[y * width + x];
  }

  boolean masked(int x, int y) {
    return covered(x, y) >= MASK_SAMPLES;
  }
}
