package io.yoso4j.eval;

/**
 * Student's distribution for whole degrees of freedom, as intervals of few repetitions need it.
 * Quantiles come from the closed form of the distribution (Abramowitz and Stegun, 26.7.3 and
 * 26.7.4).
 */
public final class StudentT {
  private static final double HALF_COVERED = 0.975;

  /** Halvings of a quarter turn until nothing is left of a double. */
  private static final int HALVINGS = 60;

  private StudentT() {}

  /**
   * The 97.5% point.
   *
   * @param degrees of freedom, at least 1
   * @throws IllegalArgumentException if there are fewer
   */
  public static double point(int degrees) {
    return quantile(HALF_COVERED, degrees);
  }

  /**
   * The number that a draw stays below with a given probability.
   *
   * @param probability above 0, below 1
   * @param degrees of freedom, at least 1
   * @throws IllegalArgumentException if either is out of its range
   */
  static double quantile(double probability, int degrees) {
    if (degrees < 1) {
      throw new IllegalArgumentException("degrees (" + degrees + ") must be at least 1");
    }
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability (" + probability + ") must be above 0 and below 1");
    }
    double covered = Math.abs(2 * probability - 1);
    double low = 0;
    double high = Math.PI / 2;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (covered(middle, degrees) < covered) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.signum(probability - 0.5) * Math.sqrt(degrees) * Math.tan((low + high) / 2);
  }

  /** The probability of a draw whose size is at most {@code sqrt(degrees) × tan(angle)}. */
  private static double covered(double angle, int degrees) {
    double cosine = Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = 0;
    for (int power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
      sum += term;
      term *= cosine * cosine * (power + 1) / (power + 2);
    }
    return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  }
}
