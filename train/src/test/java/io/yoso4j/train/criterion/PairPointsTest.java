package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.PairPoints.Chosen;
import io.yoso4j.train.criterion.PointSource.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairPointsTest {
  private static final PointDraws DRAWS =
      (_, _, _, instance, xy) -> Arrays.fill(xy, 0.125f * (instance + 1));
  private static final float MARGIN = 0.2f;
  private static final List<Row> ROWS = List.of(new Row(0, 0, 0), new Row(0, 0, 1));

  /** Gives points to one target, or to all if it is negative. */
  private record OneTarget(int which, int points) implements Pins {
    @Override
    public @Nullable Assignment assignment(int stage, int image) {
      return null;
    }

    @Override
    public float @Nullable [] points(int stage, int image, int target) {
      if (which >= 0 && which != target) {
        return null;
      }
      float[] xy = new float[2 * points];
      Arrays.fill(xy, 0.75f);
      return xy;
    }
  }

  private static Chosen choose(MaskPoints choice, Pins pins) {
    Upload upload = new Upload();
    PairPoints points = PairPoints.plan(choice, PointSource.of(DRAWS), upload, ROWS, pins);
    Tensor planes = Tensor.zeros(2, 1, 4, 4);
    return points.choose(upload.send(Device.CPU), planes, 0, at -> at.select(-1, 0).mul(0.0));
  }

  @Test
  void pinsOfSomePairsLeaveTheOthersAlone() {
    try (TensorScope _ = TensorScope.open()) {
      Chosen chosen = choose(new MaskPoints.RandomPoints(2), new OneTarget(1, 2));
      assertThat(chosen.points().toFloats())
          .containsExactly(0.125f, 0.125f, 0.125f, 0.125f, 0.75f, 0.75f, 0.75f, 0.75f);
      assertThat(Objects.requireNonNull(chosen.visible()).toFloats()).containsExactly(0, 0, 1, 1);
    }
  }

  @Test
  void pinsOfAllPairsMayHaveAnyNumberOfPoints() {
    try (TensorScope _ = TensorScope.open()) {
      Chosen chosen = choose(new MaskPoints.RandomPoints(2), new OneTarget(-1, 3));
      assertThat(chosen.points().shape()).containsExactly(2, 3, 2);
      assertThat(chosen.points().toFloats()).containsOnly(0.75f);
      assertThat(chosen.visible()).isNull();
    }
  }

  @Test
  void numbersOfPointsMustGoTogether() {
    assertThatThrownBy(() -> choose(new MaskPoints.RandomPoints(2), new OneTarget(0, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("3 points are pinned", "2 are drawn");
    Pins uneven =
        new Pins() {
          @Override
          public @Nullable Assignment assignment(int stage, int image) {
            return null;
          }

          @Override
          public float @Nullable [] points(int stage, int image, int target) {
            return new float[4 * (target + 1)];
          }
        };
    assertThatThrownBy(() -> choose(new MaskPoints.RandomPoints(2), uneven))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("target 1", "4 points", "2 for others");
  }

  /** What is ignored is taken only when there is nothing else, whatever the prediction is. */
  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
  void ignoredCandidatesComeLast(float logit) {
    try (TensorScope _ = TensorScope.open()) {
      PointDraws line =
          (_, _, _, _, xy) -> {
            for (int i = 0; i < xy.length; i++) {
              xy[i] = i % 2 == 0 ? (i + 1f) / xy.length : 0.5f;
            }
          };
      Upload upload = new Upload();
      PairPoints points =
          PairPoints.plan(
              new MaskPoints.UncertaintySampled(3, 2, 1),
              PointSource.of(line),
              upload,
              ROWS,
              Pins.NONE);
      Upload.Packet packet = upload.send(Device.CPU);
      Tensor planes = Tensor.full(logit, 2, 1, 1, 6);
      for (float limit : new float[] {0.5f, 0.7f}) {
        Chosen chosen = points.choose(packet, planes, 0, at -> inMiddle(at.select(-1, 0), limit));
        float[] visible = Objects.requireNonNull(chosen.visible()).select(0, 0).toFloats();
        float[] x = chosen.points().select(0, 0).select(1, 0).toFloats();
        int left = 0;
        for (int i = 0; i < x.length; i++) {
          boolean inside = x[i] >= MARGIN && x[i] < limit;
          assertThat(visible[i]).isEqualTo(inside ? 1 : 0);
          left += inside ? 1 : 0;
        }
        assertThat(left).isEqualTo(limit == 0.5f ? 2 : 3);
      }
    }
  }

  /** 1 for some neighbouring candidates, the first and the last not among them. */
  private static Tensor inMiddle(Tensor x, float limit) {
    return x.atLeast(MARGIN).bitAnd(x.lessThan(Tensor.full(limit, 1))).to(ElementType.FLOAT32);
  }
}
