package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskLossTest {

  @Test
  void workedByHand() {
    // Logits 0 and ln 3: sigmoids .5 and .75. Labels 1 and 0.
    // Cross-entropy: (-ln .5 - ln .25) / 2 = (ln 2 + ln 4) / 2 = 1.5 ln 2.
    // Dice: 1 - (2 * .5 + 1) / (1.25 + 1 + 1) = 1 - 2 / 3.25.
    float[] gradient = new float[2];
    MaskLoss loss =
        MaskLoss.evaluate(
            new float[] {0, (float) Math.log(3)}, new float[] {1, 0}, 2, 1, 0, gradient);
    assertThat(loss.crossEntropy()).isCloseTo(1.5 * Math.log(2), within(1e-7));
    assertThat(loss.dice()).isCloseTo(1 - 2 / 3.25, within(1e-7));
    // d/dx of the mean cross-entropy is (sigmoid - label) / 2.
    assertThat(gradient).containsExactly(new float[] {-0.25f, 0.375f}, within(1e-7f));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 513, 2000})
  void crossEntropyIsTheMeanOfSinglePoints(int points) {
    float[] logits = new float[points];
    float[] labels = new float[points];
    fill(logits, labels, points);
    double sum = 0;
    for (int i = 0; i < points; i++) {
      sum += Math.log1p(Math.exp(logits[i])) - (double) logits[i] * labels[i];
    }
    MaskLoss loss = MaskLoss.evaluate(logits, labels, points, 1, 1, new float[points]);
    assertThat(loss.crossEntropy())
        .as("seed %d", points)
        .isCloseTo(sum / points, within(1e-12 * points));
  }

  @Test
  void focalWithoutFocusIsTheSameCrossEntropy() {
    float[] logits = {-3, -0.5f, 0, 2, 7};
    float[] positives = {1, 1, 1, 1, 1};
    MaskLoss loss = MaskLoss.evaluate(logits, positives, 5, 1, 0, new float[5]);
    double focal = 0;
    for (int i = 0; i < 5; i++) {
      focal += new FocalLoss(-1, 0).evaluate(logits, i, 1, 0, 1, new float[5]);
    }
    assertThat(loss.crossEntropy()).isCloseTo(focal / 5, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3,0", "0,4", "3,4"})
  void gradientIsTheFiniteDifference(String scales) {
    double maskScale = Double.parseDouble(scales.split(",", -1)[0]);
    double diceScale = Double.parseDouble(scales.split(",", -1)[1]);
    int points = 12;
    float[] logits = new float[points];
    float[] labels = new float[points];
    fill(logits, labels, 77);
    float[] gradient = new float[points];
    MaskLoss.evaluate(logits, labels, points, maskScale, diceScale, gradient);
    for (int i = 0; i < points; i++) {
      float h = 0x1p-8f;
      double up = shifted(logits, labels, i, h, maskScale, diceScale);
      double down = shifted(logits, labels, i, -h, maskScale, diceScale);
      assertThat((double) gradient[i])
          .as("seed 77 point %d", i)
          .isCloseTo((up - down) / (2 * h), within(2e-5));
    }
  }

  private static double shifted(
      float[] logits, float[] labels, int at, float by, double maskScale, double diceScale) {
    float[] moved = logits.clone();
    moved[at] += by;
    MaskLoss loss = MaskLoss.evaluate(moved, labels, moved.length, 0, 0, new float[moved.length]);
    return maskScale * loss.crossEntropy() + diceScale * loss.dice();
  }

  @Test
  void noPointsNoLoss() {
    assertThat(MaskLoss.evaluate(new float[0], new float[0], 0, 1, 1, new float[0]))
        .isEqualTo(new MaskLoss(0, 0));
  }

  @Test
  void saturatedLogitsStayExact() {
    float[] gradient = new float[4];
    MaskLoss loss =
        MaskLoss.evaluate(
            new float[] {200, -200, 200, -200}, new float[] {1, 0, 0, 1}, 4, 1, 1, gradient);
    assertThat(loss.crossEntropy()).isEqualTo(100);
    assertThat(loss.dice()).isCloseTo(1 - 3 / 5.0, within(1e-12));
    assertThat(gradient).containsExactly(new float[] {0, 0, 0.25f, -0.25f}, within(1e-9f));
    MaskLoss.evaluate(new float[] {20, -20}, new float[] {1, 0}, 2, 1, 0, gradient);
    float tail = (float) (Math.exp(-20) / 2);
    assertThat(gradient[0]).isCloseTo(-tail, within(1e-6f * tail));
    assertThat(gradient[1]).isCloseTo(tail, within(1e-6f * tail));
  }

  private static void fill(float[] logits, float[] labels, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
      labels[i] = random.nextInt(3) / 2f;
    }
  }
}
