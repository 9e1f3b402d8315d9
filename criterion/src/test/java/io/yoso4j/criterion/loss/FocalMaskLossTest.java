package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FocalMaskLossTest {
  private static final FocalMaskLoss DETR = new FocalMaskLoss(0.25, 2);

  @Test
  void workedByHand() {
    // Logits 0, ln 3, ln 3: sigmoids .5, .75, .75. Labels 1, 0 and 1/2.
    // 1 - p: .5, .75, .5. Cross-entropies: ln 2, ln 4, ln 4 - ln 3 / 2. a: .25, .75, .5.
    float third = (float) Math.log(3);
    float[] gradient = new float[3];
    MaskLoss loss =
        DETR.evaluate(new float[] {0, third, third}, new float[] {1, 0, 0.5f}, 3, 0, 0, gradient);
    double focal =
        0.25 * 0.25 * Math.log(2)
            + 0.75 * 0.5625 * Math.log(4)
            + 0.5 * 0.25 * (Math.log(4) - Math.log(3) / 2);
    assertThat(loss.crossEntropy()).isCloseTo(focal / 3, within(1e-7));
    // Dice: 1 - (2 * (.5 + .375) + 1) / (2 + 1.5 + 1).
    assertThat(loss.dice()).isCloseTo(1 - 2.75 / 4.5, within(1e-7));
    assertThat(gradient).containsExactly(0, 0, 0);
  }

  @Test
  void withoutFocusAndAlphaItIsTheMaskLoss() {
    int points = 600;
    float[] logits = new float[points];
    float[] labels = new float[points];
    fill(logits, labels, 21);
    float[] gradient = new float[points];
    float[] expected = new float[points];
    MaskLoss loss = new FocalMaskLoss(-1, 0).evaluate(logits, labels, points, 3, 4, gradient);
    MaskLoss binary = MaskLoss.evaluate(logits, labels, points, 3, 4, expected);
    assertThat(loss.crossEntropy()).as("seed 21").isCloseTo(binary.crossEntropy(), within(1e-12));
    assertThat(loss.dice()).as("seed 21").isCloseTo(binary.dice(), within(1e-12));
    assertThat(gradient).as("seed 21").containsExactly(expected, within(1e-8f));
  }

  @Test
  void onHardLabelsItIsTheFocalLoss() {
    float[] logits = {-4, -0.5f, 0, 1.5f, 6};
    for (int positive = 0; positive < 5; positive++) {
      float[] labels = new float[5];
      labels[positive] = 1;
      float[] expected = new float[5];
      double sum = new FocalLoss(0.25, 2).evaluate(logits, 0, 5, positive, 0.2, expected);
      float[] gradient = new float[5];
      MaskLoss loss = DETR.evaluate(logits, labels, 5, 1, 0, gradient);
      assertThat(loss.crossEntropy()).isCloseTo(sum / 5, within(1e-14));
      assertThat(gradient).containsExactly(expected, within(1e-8f));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.25,2,3,0", "0.25,2,3,4", "-1,2,1,0", "0.6,1.5,2,1", "0.25,0.5,1,0", "0.5,0,1,1"})
  void gradientIsTheFiniteDifference(
      double alpha, double gamma, double focalScale, double diceScale) {
    FocalMaskLoss focal = new FocalMaskLoss(alpha, gamma);
    int points = 12;
    float[] logits = new float[points];
    float[] labels = new float[points];
    fill(logits, labels, 78);
    float[] gradient = new float[points];
    focal.evaluate(logits, labels, points, focalScale, diceScale, gradient);
    for (int i = 0; i < points; i++) {
      float h = 0x1p-8f;
      double[] shifted = new double[2];
      for (int side = 0; side < 2; side++) {
        float[] moved = logits.clone();
        moved[i] += side == 0 ? -h : h;
        MaskLoss loss = focal.evaluate(moved, labels, points, 0, 0, new float[points]);
        shifted[side] = focalScale * loss.crossEntropy() + diceScale * loss.dice();
      }
      assertThat((double) gradient[i])
          .as("seed 78 point %d", i)
          .isCloseTo((shifted[1] - shifted[0]) / (2 * h), within(2e-5));
    }
  }

  @Test
  void noPointsNoLoss() {
    assertThat(DETR.evaluate(new float[0], new float[0], 0, 1, 1, new float[0]))
        .isEqualTo(new MaskLoss(0, 0));
  }

  @Test
  void saturatedLogitsStayExact() {
    float[] gradient = new float[5];
    MaskLoss loss =
        DETR.evaluate(
            new float[] {1e4f, -1e4f, 1e4f, -1e4f, 1e4f},
            new float[] {1, 0, 0, 1, 0.5f},
            5,
            5,
            0,
            gradient);
    // Right ones cost nothing, wrong ones their logit; 1 - p is 1/2 for the last.
    assertThat(loss.crossEntropy())
        .isCloseTo((0.75 * 1e4 + 0.25 * 1e4 + 0.5 * 0.25 * 5e3) / 5, within(1e-9));
    assertThat(loss.dice()).isCloseTo(1 - 4 / 6.5, within(1e-12));
    assertThat(gradient).containsExactly(new float[] {0, 0, 0.75f, -0.25f, 0.0625f}, within(1e-9f));
  }

  private static void fill(float[] logits, float[] labels, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
      labels[i] = random.nextInt(3) / 2f;
    }
  }
}
