package io.yoso4j.benchmarks;

import io.yoso4j.criterion.BitMask;
import java.util.random.RandomGenerator;

/**
 * An object's outline, in fractions of the image's side.
 *
 * @param x centre
 * @param y centre
 * @param a first half axis
 * @param b second half axis
 * @param cos of the first axis' angle
 * @param sin of it
 */
record Ellipse(double x, double y, double a, double b, double cos, double sin) {

  static Ellipse random(RandomGenerator random) {
    double angle = random.nextDouble(Math.PI);
    return new Ellipse(
        random.nextDouble(),
        random.nextDouble(),
        random.nextDouble(0.04, 0.2),
        random.nextDouble(0.04, 0.2),
        Math.cos(angle),
        Math.sin(angle));
  }

  /** Slightly moved and resized, as a network would see it. */
  Ellipse blurred(RandomGenerator random) {
    return new Ellipse(
        x + random.nextGaussian(0, 0.01),
        y + random.nextGaussian(0, 0.01),
        a * random.nextDouble(0.9, 1.15),
        b * random.nextDouble(0.9, 1.15),
        cos,
        sin);
  }

  /** Squared distance from the centre, 1 on the outline. */
  double squaredRadius(double px, double py) {
    double dx = px - x;
    double dy = py - y;
    double u = (dx * cos + dy * sin) / a;
    double v = (dy * cos - dx * sin) / b;
    return u * u + v * v;
  }

  /** The object as a square mask. */
  BitMask mask(int side) {
    long[] words = new long[Math.ceilDiv(side * side, Long.SIZE)];
    double reach = Math.max(a, b);
    int top = Math.clamp((int) ((y - reach) * side), 0, side);
    int bottom = Math.clamp((int) ((y + reach) * side) + 1, 0, side);
    int left = Math.clamp((int) ((x - reach) * side), 0, side);
    int right = Math.clamp((int) ((x + reach) * side) + 1, 0, side);
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        if (squaredRadius((column + 0.5) / side, (row + 0.5) / side) < 1) {
          int bit = row * side + column;
          words[bit >>> 6] |= 1L << bit;
        }
      }
    }
    return BitMask.of(side, side, words);
  }
}
