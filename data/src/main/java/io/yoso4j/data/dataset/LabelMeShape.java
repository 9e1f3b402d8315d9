package io.yoso4j.data.dataset;

import org.jspecify.annotations.Nullable;

/** A shape of a LabelMe file. */
final class LabelMeShape {

  /** Sides of the polygon that stands for a circle: they are about a pixel long. */
  private static final int MIN_SIDES = 32;

  private static final int MAX_SIDES = 4096;

  /** The class; empty when it is missing. */
  final String label;

  /** Such as {@code polygon}. */
  final String type;

  /** {@code x0, y0, x1, y1, …} in pixels. */
  final double[] points;

  /** Joins shapes of the same label to one object. */
  final @Nullable String group;

  /** What is wrong with it as JSON. */
  final @Nullable String problem;

  LabelMeShape(
      String label,
      String type,
      double[] points,
      @Nullable String group,
      @Nullable String problem) {
    this.label = label;
    this.type = type;
    this.points = points;
    this.group = group;
    this.problem = problem;
  }

  /** The outline; null for a shape without an area. */
  double @Nullable [] ring() {
    return switch (type) {
      case "polygon" -> points;
      case "rectangle" -> points.length == 4 ? rectangle(points) : points;
      case "circle" -> points.length == 4 ? circle(points) : null;
      default -> null;
    };
  }

  private static double[] rectangle(double[] p) {
    return new double[] {p[0], p[1], p[2], p[1], p[2], p[3], p[0], p[3]};
  }

  /** Centre, and a point on the circle. */
  private static double[] circle(double[] p) {
    double radius = Math.hypot(p[2] - p[0], p[3] - p[1]);
    int sides = (int) Math.clamp(Math.ceil(Math.TAU * radius), MIN_SIDES, MAX_SIDES);
    double[] ring = new double[2 * sides];
    for (int i = 0; i < sides; i++) {
      double angle = Math.TAU * i / sides;
      ring[2 * i] = p[0] + radius * StrictMath.cos(angle);
      ring[2 * i + 1] = p[1] + radius * StrictMath.sin(angle);
    }
    return ring;
  }
}
