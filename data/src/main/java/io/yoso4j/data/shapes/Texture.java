package io.yoso4j.data.shapes;

/**
 * A pattern over the plane with values around 0, from -1 to 1; backgrounds and shapes mix two
 * colours with it.
 */
@FunctionalInterface
interface Texture {

  double at(double x, double y);

  /** One of all kinds; {@code scale} is the length in pixels over which coarse patterns repeat. */
  static Texture random(SceneRandom random, double scale) {
    double angle = random.between(0, 2 * Math.PI);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    long key = random.nextLong();
    double period = scale * random.between(0.12, 0.5);
    double phase = random.next();
    return switch (random.below(6)) {
      case 0 -> (x, y) -> Math.clamp((x * cos + y * sin) / scale, -1, 1);
      case 1 -> stripes(cos, sin, period, phase, random.between(1.5, 8));
      case 2 -> checker(cos, sin, period * 0.8, phase);
      case 3 -> clouds(key, scale * random.between(0.2, 0.6), 4, 0.55);
      case 4 -> clouds(key, scale * random.between(0.05, 0.12), 2, 0.7);
      default -> {
        double bend = scale * random.between(0.1, 0.3);
        Texture warp = clouds(key, scale * 0.4, 2, 0.5);
        Texture base = stripes(cos, sin, period, phase, random.between(1, 3));
        yield (x, y) -> {
          double shift = bend * warp.at(x, y);
          return base.at(x + shift, y + shift);
        };
      }
    };
  }

  /** Bands; a higher sharpness makes their borders harder. */
  private static Texture stripes(
      double cos, double sin, double period, double phase, double sharpness) {
    return (x, y) -> Math.clamp(sharpness * wave((x * cos + y * sin) / period + phase), -1, 1);
  }

  private static Texture checker(double cos, double sin, double side, double phase) {
    return (x, y) -> {
      double u = Math.floor((x * cos + y * sin) / side + phase);
      double v = Math.floor((y * cos - x * sin) / side + phase);
      return (((long) u + (long) v) & 1) == 0 ? 0.8 : -0.8;
    };
  }

  /** Value noise: octaves of random lattices, each finer and fainter than the one before. */
  private static Texture clouds(long key, double cell, int octaves, double gain) {
    return (x, y) -> {
      double sum = 0;
      double weight = 1;
      double total = 0;
      double scale = 1 / cell;
      for (int i = 0; i < octaves; i++) {
        sum += weight * lattice(key + i, x * scale, y * scale);
        total += weight;
        weight *= gain;
        scale *= 2;
      }
      return Math.clamp(1.6 * sum / total, -1, 1);
    };
  }

  private static double lattice(long key, double x, double y) {
    double fx = Math.floor(x);
    double fy = Math.floor(y);
    long ix = (long) fx;
    long iy = (long) fy;
    double u = smooth(x - fx);
    double v = smooth(y - fy);
    double top = mixed(corner(key, ix, iy), corner(key, ix + 1, iy), u);
    double bottom = mixed(corner(key, ix, iy + 1), corner(key, ix + 1, iy + 1), u);
    return mixed(top, bottom, v);
  }

  private static double corner(long key, long x, long y) {
    long hash = SceneRandom.mix(key + x * 0x9e3779b97f4a7c15L + y * 0xc2b2ae3d27d4eb4fL);
    return (hash >> 11) * 0x1p-52;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double mixed(double a, double b, double t) {
    return a + (b - a) * t;
  }

  /** A smooth wave of period 1 from -1 to 1, made of parabolas. */
  private static double wave(double t) {
    double s = t - Math.floor(t);
    return s < 0.5 ? 16 * s * (0.5 - s) : -16 * (s - 0.5) * (1 - s);
  }
}
