package io.yoso4j.data.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts polygons at the border of an image, edge by edge (Sutherland and Hodgman, Reentrant polygon
 * clipping, 1974). Where a polygon falls apart, the pieces stay joined along the border, which
 * encloses nothing.
 */
final class PolygonClip {

  private PolygonClip() {}

  /**
   * @param ring {@code x0, y0, x1, y1, …}
   * @return what lies in {@code [0, width] x [0, height]}; fewer than three points when nothing
   *     does
   */
  static double[] clip(double[] ring, int width, int height) {
    double[] clipped = ring;
    clipped = cut(clipped, 0, 0, 1);
    clipped = cut(clipped, 0, width, -1);
    clipped = cut(clipped, 1, 0, 1);
    return cut(clipped, 1, height, -1);
  }

  /** The rings that are left of an object. */
  static List<double[]> clip(List<double[]> rings, int width, int height) {
    List<double[]> clipped = new ArrayList<>();
    for (double[] ring : rings) {
      double[] inside = clip(ring, width, height);
      if (inside.length >= 6) {
        clipped.add(inside);
      }
    }
    return clipped;
  }

  /** Keeps what lies on the side of {@code border} along an axis that {@code sign} points to. */
  private static double[] cut(double[] ring, int axis, double border, int sign) {
    double[] out = new double[2 * ring.length];
    int n = 0;
    for (int i = 0; i < ring.length; i += 2) {
      int j = (i + 2) % ring.length;
      double here = sign * (ring[i + axis] - border);
      double next = sign * (ring[j + axis] - border);
      if (here >= 0) {
        out[n++] = ring[i];
        out[n++] = ring[i + 1];
      }
      if (here >= 0 != next >= 0) {
        double t = here / (here - next);
        int other = 1 - axis;
        out[n + axis] = border;
        out[n + other] = ring[i + other] + t * (ring[j + other] - ring[i + other]);
        n += 2;
      }
    }
    return Arrays.copyOf(out, n);
  }
}
