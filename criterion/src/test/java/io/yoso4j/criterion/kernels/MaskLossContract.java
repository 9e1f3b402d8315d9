package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.loss.MaskLoss;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

interface MaskLossContract {
  Kernels kernels();

  @ParameterizedTest
  @CsvSource({"3, false", "0, false", "30, false", "15, true", "50, true", "10000, true"})
  default void isThePlainLoss(double amplitude, boolean saturated) {
    long seed = (long) amplitude;
    Random random = new Random(seed);
    for (int points :
        new int[] {0, 1, 2, 15, 16, 17, 63, 64, 100, 511, 512, 1023, 1024, 1025, 3000}) {
      float[] logits = RandomPoints.slack(points);
      float[] labels = RandomPoints.slack(points);
      for (int i = 0; i < points; i++) {
        double value = saturated ? random.nextBoolean() ? 1 : -1 : random.nextGaussian();
        logits[i] = (float) (amplitude * value);
        labels[i] = random.nextBoolean() ? random.nextInt(2) : random.nextFloat();
      }
      float[] expected = new float[points];
      MaskLoss plain = MaskLoss.evaluate(logits, labels, points, 3, 4, expected);
      float[] gradient = RandomPoints.slack(points);
      MaskLoss loss = kernels().maskLoss(logits, labels, points, 3, 4, gradient);
      String what = "seed " + seed + ", " + points + " points";
      assertThat(loss.crossEntropy())
          .as(what)
          .isCloseTo(plain.crossEntropy(), within(1e-6 * Math.max(0.3, plain.crossEntropy())));
      assertThat(loss.dice()).as(what).isCloseTo(plain.dice(), within(1e-6));
      float largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < points; i++) {
        assertThat(gradient[i])
            .as("%s: gradient %d", what, i)
            .isCloseTo(expected[i], within(1e-6f * largest));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  default void brokenLogitsShow(float broken) {
    for (int at : new int[] {0, 7, 16, 40}) {
      float[] logits = RandomPoints.slack(41);
      float[] labels = RandomPoints.slack(41);
      logits[at] = broken;
      MaskLoss loss = kernels().maskLoss(logits, labels, 41, 1, 1, RandomPoints.slack(41));
      assertThat(loss.crossEntropy()).as("%s at %d", broken, at).isNaN();
    }
  }

  @Test
  default void isTheSameToTheLastBitWhenCompiled() {
    Random random = new Random(8);
    float[] logits = RandomPoints.slack(100);
    float[] labels = RandomPoints.slack(100);
    for (int i = 0; i < 100; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
      labels[i] = random.nextFloat();
    }
    float[] gradient = RandomPoints.slack(100);
    MaskLoss first = kernels().maskLoss(logits, labels, 100, 3, 4, gradient);
    float[] firstGradient = gradient.clone();
    for (int call = 0; call < 30_000; call++) {
      MaskLoss again = kernels().maskLoss(logits, labels, 100, 3, 4, gradient);
      assertThat(again.equals(first) && Arrays.equals(gradient, 0, 100, firstGradient, 0, 100))
          .as("seed 8, call %d: %s, first %s", call, again, first)
          .isTrue();
    }
  }
}
