package io.yoso4j.data.shapes;

import java.util.List;
import java.util.Locale;

/** The classes, in the order of their category ids 1 to 5. */
enum ShapeKind {
  CIRCLE(0) {
    @Override
    boolean contains(double x, double y) {
      return x * x + y * y <= 1;
    }
  },
  SQUARE(1) {
    @Override
    boolean contains(double x, double y) {
      return Math.abs(x) <= SQUARE_HALF_SIDE && Math.abs(y) <= SQUARE_HALF_SIDE;
    }
  },
  TRIANGLE(2) {
    @Override
    boolean contains(double x, double y) {
      return y <= 0.5 && Math.abs(x) * SQRT_3 <= y + 1;
    }
  },
  STAR(3) {
    @Override
    boolean contains(double x, double y) {
      return insideStar(x, y);
    }
  },
  RING(4) {
    @Override
    boolean contains(double x, double y) {
      double r = x * x + y * y;
      return r <= 1 && r >= RING_HOLE * RING_HOLE;
    }
  };

  private static final double SQRT_3 = Math.sqrt(3);
  private static final double SQUARE_HALF_SIDE = 0.8;
  private static final double RING_HOLE = 0.52;
  private static final double STAR_INNER = 0.45;

  /** Half the angle of one star point: 36 degrees. */
  private static final double STAR_COS = StrictMath.cos(Math.PI / 5);

  private static final double STAR_SIN = StrictMath.sin(Math.PI / 5);

  /** All classes; the position is the class index. */
  static final List<ShapeKind> ALL = List.of(values());

  private final int category;

  ShapeKind(int category) {
    this.category = category;
  }

  /** Class index, from 0. */
  int category() {
    return category;
  }

  /** Whether the shape of radius 1 around the origin covers the point; y points down. */
  abstract boolean contains(double x, double y);

  /** The name of the class in the data set. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Largest distance of a covered point from the centre. */
  double reach() {
    return this == SQUARE ? SQUARE_HALF_SIDE * Math.sqrt(2) : 1;
  }

  /** Folds the point into half of one of the five points, whose edge is then one line. */
  private static boolean insideStar(double x, double y) {
    double u = Math.abs(x);
    double v = -y;
    double cos2 = STAR_COS * STAR_COS - STAR_SIN * STAR_SIN;
    double sin2 = 2 * STAR_COS * STAR_SIN;
    for (int i = 0; i < 2; i++) {
      // Beyond the border between two points of the star: turn by one point (72 degrees) towards
      // its axis.
      if (u * STAR_COS > v * STAR_SIN) {
        double turned = u * cos2 - v * sin2;
        v = u * sin2 + v * cos2;
        u = Math.abs(turned);
      }
    }
    // The edge from the tip (0, 1) to the notch.
    double notchU = STAR_INNER * STAR_SIN;
    double notchV = STAR_INNER * STAR_COS;
    return u * (notchV - 1) - (v - 1) * notchU >= 0;
  }
}
