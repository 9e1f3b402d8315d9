package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxLossTest {

  @Test
  void workedByHand() {
    // [0, 2] x [0, 2] against [1, 3] x [1, 3]: intersection 1, union 7, hull 9.
    float[] predicted = {99, 1, 1, 2, 2};
    float[] target = {2, 2, 2, 2};
    float[] gradient = new float[5];
    BoxLoss loss = BoxLoss.evaluate(predicted, 1, target, 0, 0, 63, gradient);
    assertThat(loss.l1()).isEqualTo(2);
    assertThat(loss.giou()).isCloseTo(1 - (1 / 7.0 + 7 / 9.0 - 1), within(1e-15));
    // Moving right by d: I grows by d, U shrinks by d, H shrinks by 3d.
    double perCentre = -63 * (1 / 7.0 + 1 / 49.0 - 1 / 9.0 + 3 * 7 / 81.0);
    // Widening by d: I by d/2, U by 2d - d/2, H by 3d/2 at the left.
    double perWidth = -63 * (0.5 / 7 - 1.5 / 49 + 1.5 / 9 - 1.5 * 7 / 81);
    assertThat(gradient)
        .containsExactly(
            new float[] {
              0, (float) perCentre, (float) perCentre, (float) perWidth, (float) perWidth
            },
            within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"0.5,0.25", "1,1", "0.125,1"})
  void insideTheTargetItIsOneMinusTheIou(float width, float height) {
    // The hull is the union then, so GIoU is IoU, the quotient of the areas.
    float[] inner = {0.5f, 0.5f, width, height};
    float[] image = {0.5f, 0.5f, 1, 1};
    BoxLoss loss = BoxLoss.evaluate(inner, 0, image, 0, 1, 1, new float[4]);
    assertThat(loss.giou()).isEqualTo(1 - width * height);
    assertThat(loss.l1()).isEqualTo(2 - width - height);
  }

  @ParameterizedTest
  @CsvSource({"3,0", "0,4", "5,2"})
  void gradientIsTheFiniteDifference(double boxScale, double giouScale) {
    Random random = new Random(11);
    for (int pair = 0; pair < 50; pair++) {
      float[] predicted = box(random);
      float[] target = box(random);
      float[] gradient = new float[4];
      BoxLoss.evaluate(predicted, 0, target, 0, boxScale, giouScale, gradient);
      for (int i = 0; i < 4; i++) {
        float h = 0x1p-13f;
        double up = shifted(predicted, target, i, h, boxScale, giouScale);
        double down = shifted(predicted, target, i, -h, boxScale, giouScale);
        assertThat((double) gradient[i])
            .as("seed 11 pair %d coordinate %d", pair, i)
            .isCloseTo((up - down) / (2 * h), within(2e-4 * (1 + Math.abs(gradient[i]))));
      }
    }
  }

  private static double shifted(
      float[] predicted, float[] target, int at, float by, double boxScale, double giouScale) {
    float[] moved = predicted.clone();
    moved[at] += by;
    BoxLoss loss = BoxLoss.evaluate(moved, 0, target, 0, 0, 0, new float[4]);
    return boxScale * loss.l1() + giouScale * loss.giou();
  }

  private static float[] box(Random random) {
    return new float[] {
      random.nextFloat(),
      random.nextFloat(),
      0.05f + random.nextFloat() / 2,
      0.05f + random.nextFloat() / 2
    };
  }

  @Test
  void boxesWithoutAreaAreDefined() {
    // A point in a box: no intersection, hull and union are the box.
    assertThat(giou(new float[] {0.5f, 0.5f, 0, 0}, new float[] {0.5f, 0.5f, 1, 1})).isEqualTo(1);
    // Two points apart span a hull but fill none of it.
    assertThat(giou(new float[] {0, 0, 0, 0}, new float[] {1, 1, 0, 0})).isEqualTo(2);
    // The same point twice, and two points on a line: neither union nor hull.
    assertThat(giou(new float[] {1, 1, 0, 0}, new float[] {1, 1, 0, 0})).isEqualTo(1);
    assertThat(giou(new float[] {0, 1, 0, 0}, new float[] {1, 1, 0, 0})).isEqualTo(1);
    // Negative sizes count as none.
    assertThat(giou(new float[] {0, 0, -3, -1}, new float[] {1, 1, 0, 0})).isEqualTo(2);
  }

  private static double giou(float[] predicted, float[] target) {
    float[] gradient = new float[4];
    BoxLoss loss = BoxLoss.evaluate(predicted, 0, target, 0, 0, 1, gradient);
    for (float slope : gradient) {
      assertThat(slope).isFinite();
    }
    return loss.giou();
  }

  @Test
  void negativeSizesAreLedBackByTheDistanceAlone() {
    float[] gradient = new float[4];
    BoxLoss.evaluate(new float[] {0, 0, -3, 1}, 0, new float[] {1, 1, 2, 2}, 0, 5, 2, gradient);
    assertThat(gradient[2]).isEqualTo(-5);
    assertThat(gradient[3]).isNotEqualTo(-5);
  }

  @Test
  void kinksShareTheGradient() {
    float[] box = {0.5f, 0.5f, 0.25f, 0.5f};
    float[] gradient = new float[4];
    BoxLoss loss = BoxLoss.evaluate(box, 0, box, 0, 1, 1, gradient);
    assertThat(loss).isEqualTo(new BoxLoss(0, 0));
    // Per width: I grows by half of h·dw, U by h·dw less that, H by half of h·dw; so 1 - GIoU
    // changes by -(1/2 - 1/2 + 1/2 - 1/2) = 0.
    assertThat(gradient).containsExactly(new float[4], within(1e-6f));
  }

  @Test
  void extremeBoxesStayFinite() {
    float[] values = {0, Float.MIN_VALUE, 1e-20f, 1, 1e20f, Float.MAX_VALUE};
    for (float size : values) {
      for (float other : values) {
        for (float centre : values) {
          float[] gradient = new float[4];
          BoxLoss loss =
              BoxLoss.evaluate(
                  new float[] {centre, -centre, size, other},
                  0,
                  new float[] {0, 0, other, size},
                  0,
                  5,
                  2,
                  gradient);
          assertThat(loss.l1()).isFinite();
          assertThat(loss.giou()).isBetween(0.0, 2.0);
          for (float slope : gradient) {
            assertThat(slope).as("%s %s %s", size, other, centre).isFinite();
          }
        }
      }
    }
  }

  @Test
  void costsAreThoseOfEveryPair() {
    Random random = new Random(5);
    float[] predicted = new float[1 + 3 * 4];
    float[] targets = new float[2 + 2 * 4];
    for (int query = 0; query < 3; query++) {
      System.arraycopy(box(random), 0, predicted, 1 + query * 4, 4);
    }
    for (int target = 0; target < 2; target++) {
      System.arraycopy(box(random), 0, targets, 2 + target * 4, 4);
    }
    double[] l1 = new double[6];
    double[] negativeGiou = new double[6];
    BoxLoss.costs(predicted, 1, 3, targets, 2, 2, l1, negativeGiou);
    for (int at = 0; at < 6; at++) {
      BoxLoss pair =
          BoxLoss.evaluate(predicted, 1 + at / 2 * 4, targets, 2 + at % 2 * 4, 1, 1, new float[13]);
      assertThat(l1[at]).as("seed 5 pair %d", at).isEqualTo(pair.l1());
      assertThat(1 + negativeGiou[at]).as("seed 5 pair %d", at).isEqualTo(pair.giou());
    }
  }

  @Test
  void noBoxesNoCosts() {
    double[] untouched = {7};
    BoxLoss.costs(new float[4], 0, 1, new float[0], 0, 0, untouched, untouched);
    BoxLoss.costs(new float[0], 0, 0, new float[4], 0, 1, untouched, untouched);
    assertThat(untouched).containsExactly(7);
  }
}
