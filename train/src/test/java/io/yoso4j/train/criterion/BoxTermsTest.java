package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.loss.BoxLoss;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Box terms on tensors against those on plain memory. */
class BoxTermsTest {
  private static final double BOX = 5;
  private static final double GIOU = 2;
  private static final double NUM_MASKS = 3;
  private static final float TOLERANCE = 1e-6f;

  private static void assertSame(String name, float[] predicted, float[] targets) {
    int pairs = predicted.length / 4;
    try (TensorScope _ = TensorScope.open()) {
      BoxTerms terms =
          BoxTerms.of(
              Tensor.of(predicted, pairs, 4),
              Tensor.of(targets, pairs, 4),
              new LossWeights(0, 0, 0, BOX, GIOU),
              NUM_MASKS);
      float[] l1 = terms.l1().toFloats();
      float[] giou = terms.giou().toFloats();
      float[] gradient = new float[predicted.length];
      for (int i = 0; i < pairs; i++) {
        BoxLoss expected =
            BoxLoss.evaluate(
                predicted, 4 * i, targets, 4 * i, BOX / NUM_MASKS, GIOU / NUM_MASKS, gradient);
        assertThat(l1[i]).as("%s L1 of pair %d", name, i).isEqualTo((float) expected.l1());
        assertThat((double) giou[i])
            .as("%s GIoU of pair %d", name, i)
            .isCloseTo(expected.giou(), within(1e-7));
      }
      float[] actual = terms.gradient().toFloats();
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i])
            .as("%s gradient %d", name, i)
            .isFinite()
            .isCloseTo(gradient[i], within(TOLERANCE * Math.max(1, Math.abs(gradient[i]))));
      }
    }
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource({
    "equal, .5 .5 .25 .5, .5 .5 .25 .5",
    "two edges coincide, .5 .5 .5 .5, .375 .5 .25 .5",
    "touching at an edge, .25 .5 .5 .5, .75 .5 .5 .5",
    "touching at a corner, .25 .25 .5 .5, .75 .75 .5 .5",
    "apart, .125 .125 .25 .25, .75 .75 .25 .25",
    "predicted without area, .5 .5 0 0, .5 .5 .5 .5",
    "predicted a line, .5 .5 .25 0, .5 .25 .5 .5",
    "both the same point, .5 .5 0 0, .5 .5 0 0",
    "two points, .25 .5 0 0, .5 .5 0 0",
    "two points on a slope, .25 .25 0 0, .5 .5 0 0",
    "target without area, .5 .5 .5 .5, .25 .25 0 0",
    "negative width, .5 .5 -.5 .25, .5 .5 .5 .5",
    "negative both, .5 .5 -.5 -.25, .25 .5 -.5 .5",
    "tiny, .5 .5 1e-30 1e-30, .5 .5 1e-30 2e-30",
    "enormous, 1e30 -1e30 1e38 1e38, .5 .5 .5 .5",
  })
  void degenerateBoxesAreDefined(String name, String predicted, String target) {
    assertSame(name, box(predicted), box(target));
  }

  private static float[] box(String words) {
    String[] parts = words.split(" ", -1);
    float[] box = new float[parts.length];
    for (int i = 0; i < box.length; i++) {
      box[i] = Float.parseFloat(parts[i]);
    }
    return box;
  }

  /** Coordinates of a coarse grid, so that edges coincide often. */
  @Test
  void randomBoxes() {
    long seed = 5;
    Random random = new Random(seed);
    float[] predicted = new float[4 * 500];
    float[] targets = new float[predicted.length];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = random.nextInt(-2, 8) / 8f;
      targets[i] = random.nextInt(0, 8) / 8f;
    }
    assertSame("seed " + seed, predicted, targets);
  }

  @Test
  void withoutPairsThereIsNothing() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor none = Tensor.zeros(ElementType.FLOAT32, 0, 4);
      BoxTerms terms = BoxTerms.of(none, none, new LossWeights(0, 0, 0, BOX, GIOU), 1);
      assertThat(terms.gradient().shape()).containsExactly(0, 4);
      assertThat(terms.l1().count() + terms.giou().count()).isZero();
    }
  }
}
