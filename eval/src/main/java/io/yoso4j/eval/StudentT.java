package io.yoso4j.eval;

/** Student's distribution, as far as intervals of few repetitions need it. */
public final class StudentT {
  private static final double NORMAL = 1.959964;

  /** The 97.5% point for 1, 2, ... degrees of freedom. */
  private static final double[] POINTS = {
    12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
    2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922,
    2.093024, 2.085963
  };

  private StudentT() {}

  /**
   * The 97.5% point.
   *
   * @param degrees of freedom, at least 1
   */
  public static double point(int degrees) {
    if (degrees < 1) {
      throw new IllegalArgumentException("degrees (" + degrees + ") must be at least 1");
    }
    if (degrees <= POINTS.length) {
      return POINTS[degrees - 1];
    }
    // Cornish and Fisher's expansion, below 1e-5 wrong here.
    double z = NORMAL;
    double z3 = z * z * z;
    double z5 = z3 * z * z;
    double z7 = z5 * z * z;
    double n = degrees;
    return z
        + (z3 + z) / (4 * n)
        + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
  }

  /**
   * What the deviations of bootstrapped means of n values are multiplied by, so that the middle 95%
   * of them are as wide as Student's interval.
   *
   * @param n at least 1; for 1 there are no deviations
   */
  static double stretch(int n) {
    return n == 1 ? 1 : point(n - 1) / NORMAL * Math.sqrt((double) n / (n - 1));
  }
}
