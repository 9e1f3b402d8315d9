package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products per image equal the batched matrix products they stand for, gradients too. */
final class PixelFeaturesTest {
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1, 1, 1", "2, 5, 3, 4, 6, 2", "3, 17, 33, 7, 5, 3", "2, 100, 64, 16, 8, 4"})
  void masksAreKernelsTimesFeatures(int b, int q, int c, int h, int w, long seed) {
    compare(
        seed,
        new long[] {b, c, h, w},
        new long[] {b, q, c},
        (features, kernels) -> PixelFeatures.of(features).masks(kernels),
        (features, kernels) ->
            Functional.bmm(kernels, features.reshape(b, c, (long) h * w)).view(b, q, h, w));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1, 1, 1", "2, 5, 3, 4, 6, 2", "3, 17, 33, 7, 5, 3", "2, 100, 64, 16, 8, 4"})
  void gatheringSumsFeaturesUnderMasks(int b, int q, int c, int h, int w, long seed) {
    long pixels = (long) h * w;
    compare(
        seed,
        new long[] {b, c, h, w},
        new long[] {b, q, pixels},
        (features, masks) -> PixelFeatures.of(features).gather(masks),
        (features, masks) -> Functional.bmm(masks, features.reshape(b, c, pixels).transpose(1, 2)));
  }

  private static void compare(
      long seed,
      long[] features,
      long[] other,
      BinaryOperator<Tensor> product,
      BinaryOperator<Tensor> reference) {
    SplittableRandom random = new SplittableRandom(seed);
    try (TensorScope _ = TensorScope.open()) {
      Tensor pixels = uniform(random, features);
      Tensor second = uniform(random, other);
      Tensor ours = pixels.copy().requiresGrad(true);
      Tensor ourSecond = second.copy().requiresGrad(true);
      Tensor theirs = pixels.copy().requiresGrad(true);
      Tensor theirSecond = second.copy().requiresGrad(true);
      Tensor actual = product.apply(Functional.channelsLast(ours), ourSecond);
      Tensor expected = reference.apply(theirs, theirSecond);
      Tensor gradient = uniform(random, expected.shape());
      Autograd.backward(List.of(actual), List.of(gradient));
      Autograd.backward(List.of(expected), List.of(gradient));
      same("product", seed, actual, expected);
      same("gradient of features", seed, grad(ours), grad(theirs));
      same("gradient of the other", seed, grad(ourSecond), grad(theirSecond));
    }
  }

  private static void same(String what, long seed, Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.detach().sub(expected.detach()).norm().item())
        .as("%s, seed %d", what, seed)
        .isLessThanOrEqualTo(TOLERANCE * expected.detach().norm().item());
  }

  private static Tensor grad(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad());
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
