package io.yoso4j.data.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * COCO's rule for one ring in its plainest form: every point of the outline on the five times finer
 * grid is visited, and bits are toggled from each crossing on.
 */
final class SteppedOutline {
  private final int height;
  private final int width;
  private final List<int[]> points = new ArrayList<>();

  private SteppedOutline(int height, int width) {
    this.height = height;
    this.width = width;
  }

  static Bitmap rasterize(double[] ring, int height, int width) {
    SteppedOutline outline = new SteppedOutline(height, width);
    int corners = ring.length / 2;
    for (int i = 0; i < corners; i++) {
      int j = (i + 1) % corners;
      outline.edge(
          fine(ring[2 * i]), fine(ring[2 * i + 1]), fine(ring[2 * j]), fine(ring[2 * j + 1]));
    }
    return outline.fill();
  }

  private static int fine(double coordinate) {
    return (int) (5 * coordinate + 0.5);
  }

  private void edge(int fromX, int fromY, int toX, int toY) {
    int dx = Math.abs(toX - fromX);
    int dy = Math.abs(toY - fromY);
    boolean alongX = dx >= dy;
    boolean reversed = alongX ? fromX > toX : fromY > toY;
    int startX = reversed ? toX : fromX;
    int startY = reversed ? toY : fromY;
    int endX = reversed ? fromX : toX;
    int endY = reversed ? fromY : toY;
    double slope = alongX ? (double) (endY - startY) / dx : (double) (endX - startX) / dy;
    int length = Math.max(dx, dy);
    for (int step = 0; step <= length; step++) {
      int t = reversed ? length - step : step;
      points.add(
          alongX
              ? new int[] {t + startX, (int) (startY + slope * t + 0.5)}
              : new int[] {(int) (startX + slope * t + 0.5), t + startY});
    }
  }

  private Bitmap fill() {
    boolean[] toggles = new boolean[height * width + 1];
    for (int i = 1; i < points.size(); i++) {
      int[] before = points.get(i - 1);
      int[] at = points.get(i);
      double x = (Math.min(at[0], before[0]) + 0.5) / 5 - 0.5;
      if (at[0] != before[0] && Math.floor(x) == x && x >= 0 && x <= width - 1) {
        double y = (Math.min(at[1], before[1]) + 0.5) / 5 - 0.5;
        toggles[(int) x * height + (int) Math.ceil(Math.clamp(y, 0, height))] ^= true;
      }
    }
    Bitmap bitmap = Bitmap.of(height, width);
    boolean inside = false;
    for (int i = 0; i < height * width; i++) {
      inside ^= toggles[i];
      bitmap.set(i % height, i / height, inside);
    }
    return bitmap;
  }
}
