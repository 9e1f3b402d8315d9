package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionSpreadTest {
  private static Difference interval(double[] values, int resamples) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double[] means = new double[resamples];
    Arrays.fill(means, mean);
    new RepetitionSpread(values.length, resamples).add(means, values);
    return Difference.of(0, Math.max(0, mean), means);
  }

  /** Of three repetitions, two alike, no resample of them would have a mean below both. */
  @Test
  void fewRepetitionsAreNotWhatMayComeAtWorst() {
    Difference three = interval(new double[] {0.02, 0.02, 0.05}, 1000);

    // scipy.stats.t.interval(0.95, 2, mean, sem)
    assertThat(three.low()).isEqualTo(-0.013027, within(1e-5));
    assertThat(three.high()).isEqualTo(0.073027, within(1e-5));
    assertThat(three.isClear()).isFalse();
  }

  /** With few resamples the ends lie between two of them, which costs some width. */
  @ParameterizedTest
  @CsvSource({"100,0.05", "1000,0.0002", "100000,0.00001"})
  void moreResamplesComeCloserToStudentsInterval(int resamples, double relative) {
    Difference two = interval(new double[] {-1, 1}, resamples);

    assertThat(two.high()).isEqualTo(12.706205, within(12.7 * relative));
    assertThat(two.low()).isEqualTo(-two.high(), within(1e-6));
  }

  @Test
  void oneRepetitionAddsNothing() {
    double[] means = {0.1, -0.2, Double.NaN};

    new RepetitionSpread(1, 3).add(means, new double[] {7});

    assertThat(means).containsExactly(0.1, -0.2, Double.NaN);
  }

  @Test
  void otherCountsAreRefused() {
    assertThatThrownBy(() -> new RepetitionSpread(2, 3).add(new double[3], new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 means of 1 values, but expected 3 of 2");
  }

  /**
   * Images and repetitions as if drawn from all there are, the true difference 0: at least about
   * 95% of the intervals hold it, whichever of the two varies more. It is up to 98% where both do,
   * as the widest values of Student's distribution add to those of the images.
   */
  @ParameterizedTest
  @CsvSource({
    "2,0.3,0.05",
    "2,0.3,0.3",
    "3,0.3,0.05",
    "3,0.3,0.3",
    "5,0.3,0.01",
    "5,0.3,0.05",
    "5,0.01,0.3"
  })
  void intervalsHoldTheTruthAsOftenAsTheySay(int n, double ofImages, double ofRepetitions) {
    long seed = 20261123;
    Random random = new Random(seed);
    int images = 60;
    int resamples = 400;
    int trials = 1000;
    int held = 0;
    RepetitionSpread spread = new RepetitionSpread(n, resamples);
    for (int trial = 0; trial < trials; trial++) {
      double[] image = gaussians(random, images, ofImages);
      double[] repetition = gaussians(random, n, ofRepetitions);
      double imageMean = Arrays.stream(image).average().orElseThrow();
      double repetitionMean = Arrays.stream(repetition).average().orElseThrow();
      double[] means = new double[resamples];
      for (int r = 0; r < resamples; r++) {
        double sum = 0;
        for (int i = 0; i < images; i++) {
          sum += image[random.nextInt(images)];
        }
        means[r] = sum / images + repetitionMean;
      }
      spread.add(means, Arrays.stream(repetition).map(v -> v + imageMean).toArray());
      held += Difference.of(0, 0, means).isClear() ? 0 : 1;
    }

    assertThat((double) held / trials)
        .as("share of %d intervals of %d repetitions that hold the truth, seed %d", trials, n, seed)
        .isBetween(0.925, 0.99);
  }

  private static double[] gaussians(Random random, int count, double deviation) {
    return random.doubles(count).map(_ -> deviation * random.nextGaussian()).toArray();
  }
}
