package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.PointBuffer;

/** Fetches random points into a buffer. */
final class DrawnPoints {
  private DrawnPoints() {}

  /**
   * Draws points.
   *
   * @throws IllegalArgumentException if a drawn coordinate is outside [0, 1] or NaN
   */
  static void draw(
      Workspace work,
      PointDraws draws,
      DrawPurpose purpose,
      int stage,
      int image,
      int instance,
      int count,
      PointBuffer into) {
    if (draws instanceof CounterBasedDraws counterBased) {
      into.reserve(count);
      into.count = count;
      counterBased.draw(purpose, stage, image, instance, count, into.x, into.y);
      return;
    }
    work.xy = Workspace.exactly(work.xy, 2 * count);
    draws.draw(purpose, stage, image, instance, work.xy);
    set(work, work.xy, count, into);
  }

  /** Copies (x, y) pairs into a buffer. */
  static void set(Workspace work, float[] xy, int count, PointBuffer into) {
    into.reserve(count);
    into.count = count;
    if (!work.kernels.split(xy, count, into.x, into.y)) {
      for (int i = 0; i < count; i++) {
        float x = xy[2 * i];
        float y = xy[2 * i + 1];
        if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
          throw new IllegalArgumentException(
              "point " + i + " (" + x + ", " + y + ") must lie in [0, 1] x [0, 1]");
        }
      }
    }
  }
}
