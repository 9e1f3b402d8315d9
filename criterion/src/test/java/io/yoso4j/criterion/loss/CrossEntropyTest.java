package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

  @Test
  void workedByHand() {
    // Odds 1 : 2 : 5, so the second class has probability 1/4.
    float[] logits = {9, 0, (float) Math.log(2), (float) Math.log(5)};
    float[] gradient = new float[4];
    double loss = CrossEntropy.evaluate(logits, 1, 3, 1, 2, gradient);
    assertThat(loss).isCloseTo(Math.log(4), within(1e-6));
    assertThat(gradient).containsExactly(new float[] {0, 0.25f, -1.5f, 1.25f}, within(1e-6f));
  }

  @Test
  void twoClassesAreBinaryCrossEntropyOfTheDifference() {
    float[] logits = {0.3f, -1.7f};
    double z = (double) logits[0] - logits[1];
    assertThat(CrossEntropy.evaluate(logits, 0, 2, 0, 1, new float[2]))
        .isCloseTo(Math.log1p(Math.exp(-z)), within(1e-12));
  }

  @Test
  void gradientIsTheFiniteDifference() {
    Random random = new Random(4);
    float[] logits = new float[6];
    for (int i = 0; i < 6; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    float[] gradient = new float[6];
    CrossEntropy.evaluate(logits, 0, 6, 2, 3, gradient);
    for (int i = 0; i < 6; i++) {
      float h = 0x1p-8f;
      float[] up = logits.clone();
      up[i] += h;
      float[] down = logits.clone();
      down[i] -= h;
      double slope =
          3
              * (CrossEntropy.evaluate(up, 0, 6, 2, 0, new float[6])
                  - CrossEntropy.evaluate(down, 0, 6, 2, 0, new float[6]))
              / (2 * h);
      assertThat((double) gradient[i]).as("seed 4 column %d", i).isCloseTo(slope, within(2e-5));
    }
  }

  @Test
  void oneColumnIsCertain() {
    float[] gradient = {0};
    assertThat(CrossEntropy.evaluate(new float[] {5}, 0, 1, 0, 1, gradient)).isZero();
    assertThat(gradient).containsExactly(0);
  }

  @Test
  void saturatedLogitsStayExact() {
    float[] gradient = new float[2];
    assertThat(CrossEntropy.evaluate(new float[] {1000, -1000}, 0, 2, 1, 1, gradient))
        .isEqualTo(2000);
    assertThat(gradient).containsExactly(1, -1);
    assertThat(CrossEntropy.evaluate(new float[] {1000, -1000}, 0, 2, 0, 1, new float[2])).isZero();
  }

  @Test
  void softmaxSumsToOne() {
    double[] probabilities = new double[3];
    CrossEntropy.softmax(
        new float[] {1e4f, 0, (float) Math.log(2), (float) Math.log(5)}, 1, 3, probabilities);
    assertThat(probabilities).containsExactly(new double[] {0.125, 0.25, 0.625}, within(1e-7));
  }
}
