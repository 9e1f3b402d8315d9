package io.yoso4j.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientSumTest {
  private static final int PARAMETERS = 6;
  private static final int VALUES = 5;

  /** One bucket, one bucket per parameter, and two parameters in each. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 1, 2 * VALUES * Float.BYTES})
  void everyRankHoldsTheSumAlsoAfterAccumulation(long bucketBytes) {
    List<List<float[]>> all =
        RankThreads.run(3, RankThreads.TIMEOUT, group -> gradients(group, bucketBytes));
    // Parameter p is used p + 1 times by rank r with factor r + 1, in two backward passes, of which
    // the second only is summed but carries the first.
    for (int p = 0; p < PARAMETERS - 2; p++) {
      float expected = 2 * (p + 1) * (1 + 2 + 3);
      assertThat(all.getFirst().get(p)).as("parameter %d", p).containsOnly(expected);
    }
    // Used by rank 1 alone.
    assertThat(all.getFirst().get(PARAMETERS - 2)).containsOnly(2 * 2f * (PARAMETERS - 1));
    // Used by none.
    assertThat(all.getFirst().get(PARAMETERS - 1)).isEmpty();
    assertThat(all)
        .allSatisfy(mine ->
            assertThat(mine.toArray(float[][]::new))
                .isDeepEqualTo(all.getFirst().toArray(float[][]::new)));
  }

  private static List<float[]> gradients(RankGroup group, long bucketBytes) {
    List<Tensor> parameters = new ArrayList<>();
    try (TensorScope scope = TensorScope.open()) {
      for (int p = 0; p < PARAMETERS; p++) {
        parameters.add(scope.keep(Tensor.full(1, VALUES)).requiresGrad(true));
      }
    }
    List<float[]> gradients = new ArrayList<>();
    try (GradientSum sum = GradientSum.create(group, parameters, bucketBytes)) {
      for (int step = 0; step < 3; step++) {
        parameters.forEach(Tensor::clearGrad);
        backward(group, parameters);
        sum.begin();
        backward(group, parameters);
        sum.finish();
      }
      for (Tensor parameter : parameters) {
        Tensor gradient = parameter.grad();
        gradients.add(gradient == null ? new float[0] : gradient.toFloats());
      }
    }
    parameters.forEach(Tensor::close);
    return gradients;
  }

  private static void backward(RankGroup group, List<Tensor> parameters) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor loss = Tensor.zeros();
      for (int p = 0; p < PARAMETERS - 1; p++) {
        if (p == PARAMETERS - 2 && group.rank() != 1) {
          continue;
        }
        for (int use = 0; use <= p; use++) {
          loss = loss.add(parameters.get(p).mul(group.rank() + 1.0).sum());
        }
      }
      Autograd.backward(List.of(loss));
    }
  }

  @Test
  void aBackwardThatIsNotAnnouncedStaysLocal() {
    List<float[]> gradients =
        RankThreads.run(
            2,
            RankThreads.TIMEOUT,
            group -> {
              try (TensorScope _ = TensorScope.open()) {
                Tensor parameter = Tensor.full(1, 3).requiresGrad(true);
                try (GradientSum _ = GradientSum.create(group, List.of(parameter), 1)) {
                  Autograd.backward(List.of(parameter.mul(group.rank() + 5.0).sum()));
                }
                // The hooks are gone with the sum.
                Autograd.backward(List.of(parameter.mul(1.0).sum()));
                return java.util.Objects.requireNonNull(parameter.grad()).toFloats();
              }
            });
    assertThat(gradients.get(0)).containsOnly(6);
    assertThat(gradients.get(1)).containsOnly(7);
  }
}
