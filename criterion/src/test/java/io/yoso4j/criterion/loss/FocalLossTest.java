package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FocalLossTest {

  @Test
  void workedByHand() {
    // Sigmoid .75. As a positive: .25 * .25^2 * -ln .75; as a negative: .75 * .75^2 * -ln .25.
    float[] logits = {(float) Math.log(3), (float) Math.log(3)};
    FocalLoss focal = new FocalLoss(0.25, 2);
    double positive = 0.25 * 0.0625 * -Math.log(0.75);
    double negative = 0.75 * 0.5625 * -Math.log(0.25);
    assertThat(focal.evaluate(logits, 0, 2, 0, 1, new float[2]))
        .isCloseTo(positive + negative, within(1e-7));
    assertThat(focal.evaluate(logits, 0, 2, -1, 1, new float[2]))
        .isCloseTo(2 * negative, within(1e-7));
    assertThat(focal.cost(logits[0])).isCloseTo(positive - negative, within(1e-7));
  }

  @Test
  void withoutFocusAndAlphaItIsBinaryCrossEntropy() {
    float[] logits = {-6, -1, 0, 0.5f, 4};
    float[] gradient = new float[5];
    double loss = new FocalLoss(-1, 0).evaluate(logits, 0, 5, 3, 1, gradient);
    float[] labels = {0, 0, 0, 1, 0};
    float[] expected = new float[5];
    MaskLoss binary = MaskLoss.evaluate(logits, labels, 5, 5, 0, expected);
    assertThat(loss).isCloseTo(5 * binary.crossEntropy(), within(1e-12));
    assertThat(gradient).containsExactly(expected, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"0.25,2", "0.25,0", "-1,2", "0.6,1.5", "0.25,1", "0.25,0.5"})
  void gradientIsTheFiniteDifference(double alpha, double gamma) {
    FocalLoss focal = new FocalLoss(alpha, gamma);
    float[] logits = {-5, -1.25f, 0, 0.75f, 3};
    for (int positive = -1; positive < 5; positive++) {
      float[] gradient = new float[5];
      focal.evaluate(logits, 0, 5, positive, 3, gradient);
      for (int i = 0; i < 5; i++) {
        float h = 0x1p-8f;
        float[] up = logits.clone();
        up[i] += h;
        float[] down = logits.clone();
        down[i] -= h;
        double slope =
            3
                * (focal.evaluate(up, 0, 5, positive, 0, new float[5])
                    - focal.evaluate(down, 0, 5, positive, 0, new float[5]))
                / (2 * h);
        assertThat((double) gradient[i])
            .as("positive %d column %d", positive, i)
            .isCloseTo(slope, within(3e-5));
      }
    }
  }

  @Test
  void noColumnsNoLoss() {
    assertThat(new FocalLoss(0.25, 2).evaluate(new float[0], 0, 0, -1, 1, new float[0])).isZero();
  }

  @Test
  void saturatedLogitsStayFinite() {
    float[] gradient = new float[2];
    double loss = new FocalLoss(0.25, 2).evaluate(new float[] {-1000, 1000}, 0, 2, 0, 1, gradient);
    assertThat(loss).isEqualTo(0.25 * 1000 + 0.75 * 1000);
    assertThat(gradient).containsExactly(-0.25f, 0.75f);
    float[] none = new float[2];
    assertThat(new FocalLoss(0.25, 2).evaluate(new float[] {1000, -1000}, 0, 2, 0, 1, none))
        .isZero();
    assertThat(none).containsExactly(new float[2], within(1e-30f));
    assertThat(new FocalLoss(0.25, 2).cost(-1000)).isFinite();
  }
}
