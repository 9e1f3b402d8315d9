package io.yoso4j.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few rows and many go different ways, with the same result as the definition. */
final class LinearTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 5, 3", "2, 15, 5, 3", "2, 16, 5, 3", "2, 100, 64, 96", "1, 33, 1, 1"})
  void equalsTheDefinition(int batch, int rows, int inputs, int outputs) {
    SplittableRandom random = new SplittableRandom(batch * 1000L + rows);
    try (TensorScope _ = TensorScope.open()) {
      Tensor[] leaves = {
        uniform(random, batch, rows, inputs),
        uniform(random, outputs, inputs),
        uniform(random, outputs)
      };
      Tensor[] copies = new Tensor[3];
      for (int i = 0; i < 3; i++) {
        copies[i] = leaves[i].copy().requiresGrad(true);
        leaves[i].requiresGrad(true);
      }
      Tensor actual = Functional.linear(leaves[0], leaves[1], leaves[2]);
      Tensor expected = Functional.matmul(copies[0], copies[1].transpose(0, 1)).add(copies[2]);
      assertThat(actual.shape()).containsExactly(batch, rows, outputs);
      close(actual, expected);
      Tensor gradient = uniform(random, batch, rows, outputs);
      Autograd.backward(List.of(actual), List.of(gradient));
      Autograd.backward(List.of(expected), List.of(gradient));
      for (int i = 0; i < 3; i++) {
        close(Objects.requireNonNull(leaves[i].grad()), Objects.requireNonNull(copies[i].grad()));
      }
    }
  }

  private static void close(Tensor actual, Tensor expected) {
    assertThat(actual.detach().sub(expected.detach()).norm().item())
        .isLessThanOrEqualTo(1e-5 * expected.detach().norm().item());
  }

  private static Tensor uniform(SplittableRandom random, long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(values, shape);
  }
}
