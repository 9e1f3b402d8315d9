package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.Arrays;

/**
 * Draws one ring of a polygon. The outline is walked point by point on the fine grid; every step
 * from one fine column to the next that lies on the centre line of a pixel column is a crossing,
 * and toggles all pixels of that column below it (and, in column-major order, all that follow).
 *
 * <p>Roundings follow COCO's rule exactly: towards zero after adding one half, also for negative
 * values, and crossings clamped to the column so that a ring below the image toggles from the next
 * column on.
 */
final class PolygonRing {
  private static final int SCALE = 5;

  /** An outline of 13 million pixels; bounds time and the memory for crossings (54 MB). */
  private static final long MAX_STEPS = 1L << 26;

  private final int height;
  private final int width;
  private int[] crossings = new int[64];
  private int size = 0;
  private int previousX;
  private int previousY;
  private boolean started = false;

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
    for (int i = 0; i < points; i++) {
      walk(x[i], y[i], x[i + 1], y[i + 1]);
    }
    return toMask();
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

  /** Visits one fine point per step along the longer axis; both ends belong to the edge. */
  private void walk(int fromX, int fromY, int toX, int toY) {
    int dx = Math.abs(toX - fromX);
    int dy = Math.abs(toY - fromY);
    boolean alongX = dx >= dy;
    // Points are computed from the smaller end so that both directions give the same ones.
    boolean reversed = alongX ? fromX > toX : fromY > toY;
    int startX = reversed ? toX : fromX;
    int startY = reversed ? toY : fromY;
    int endX = reversed ? fromX : toX;
    int endY = reversed ? fromY : toY;
    int length = Math.max(dx, dy);
    double slope = alongX ? (double) (endY - startY) / dx : (double) (endX - startX) / dy;
    for (int step = 0; step <= length; step++) {
      int t = reversed ? length - step : step;
      if (alongX) {
        visit(t + startX, (int) (startY + slope * t + 0.5));
      } else {
        visit((int) (startX + slope * t + 0.5), t + startY);
      }
    }
  }

  private void visit(int x, int y) {
    if (started && x != previousX) {
      cross(x < previousX ? x : x - 1, Math.min(y, previousY));
    }
    previousX = x;
    previousY = y;
    started = true;
  }

  private void cross(int fineX, int fineY) {
    double x = (fineX + 0.5) / SCALE - 0.5;
    if (Math.floor(x) != x || x < 0 || x > width - 1) {
      return;
    }
    double y = Math.ceil(Math.clamp((fineY + 0.5) / SCALE - 0.5, 0, height));
    if (size == crossings.length) {
      crossings = Arrays.copyOf(crossings, size * 2);
    }
    int column = (int) x;
    int row = (int) y;
    crossings[size++] = column * height + row;
  }

  /** Pixels between the 1st and 2nd, 3rd and 4th, ... crossing are inside. */
  private Rle toMask() {
    Arrays.sort(crossings, 0, size);
    RunBuilder runs = new RunBuilder(height, width);
    for (int i = 0; i < size; i += 2) {
      runs.foreground(crossings[i], i + 1 < size ? crossings[i + 1] : height * width);
    }
    return runs.build();
  }
}
