package io.yoso4j.eval;

import java.util.Arrays;

/**
 * What the choice of the repetitions adds to resampled means over them. The mean of n repetitions
 * is as far from that of all repetitions as {@code t × s / √n}, where s is the deviation of the n
 * and t has Student's distribution with n - 1 degrees of freedom. Resample b takes the t of the
 * b-th of equal parts of the distribution, so that nothing is left to the luck of few draws: where
 * resampled means do not vary, the middle 95% are Student's interval. As images are drawn
 * independently of their resample's number, t is independent of them.
 *
 * <p>Resampling the repetitions themselves would not do: of two or three, no resample has a mean
 * beyond the largest.
 */
final class RepetitionSpread {
  private final int repetitions;
  private final double[] t;

  /**
   * @param repetitions at least 1; one says nothing of others and adds nothing
   * @param resamples at least 1
   */
  RepetitionSpread(int repetitions, int resamples) {
    this.repetitions = repetitions;
    t = new double[resamples];
    for (int r = 0; repetitions > 1 && r < resamples; r++) {
      t[r] = StudentT.quantile(share(r, resamples), repetitions - 1);
    }
  }

  /** Its place as {@link Difference} counts it; the ends stay within the outermost parts. */
  private static double share(int resample, int resamples) {
    double half = 0.5 / resamples;
    return resamples == 1 ? 0.5 : Math.clamp(resample / (resamples - 1.0), half, 1 - half);
  }

  /**
   * Adds it to means over the repetitions.
   *
   * @param means by resample
   * @param values of the repetitions without resampling
   */
  void add(double[] means, double[] values) {
    if (values.length != repetitions || means.length != t.length) {
      throw new IllegalArgumentException(
          "%d means of %d values, but expected %d of %d"
              .formatted(means.length, values.length, t.length, repetitions));
    }
    double error = standardError(values);
    for (int r = 0; r < means.length; r++) {
      means[r] += t[r] * error;
    }
  }

  private double standardError(double[] values) {
    if (repetitions == 1) {
      return 0;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (repetitions - 1) / repetitions);
  }
}
