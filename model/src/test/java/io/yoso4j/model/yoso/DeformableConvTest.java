package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeformableConvTest {
  private static final int B = 2;
  private static final int C = 3;
  private static final int O = 4;
  private static final int H = 5;
  private static final int W = 7;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalsTheDefinition(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] input = gaussian(random, B * C * H * W, 1);
    float[] offsets = gaussian(random, B * 18 * H * W, 2);
    float[] mask = gaussian(random, B * 9 * H * W, 1);
    float[] weight = gaussian(random, O * C * 9, 1);
    try (TensorScope _ = TensorScope.open()) {
      float[] actual = apply(input, offsets, mask, weight).toFloats();
      float[] expected = reference(input, offsets, mask, weight);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i])
            .as("seed %d, element %d", seed, i)
            .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-4));
      }
    }
  }

  @Test
  void withoutOffsetsItIsAConvolution() {
    SplittableRandom random = new SplittableRandom(7);
    try (TensorScope _ = TensorScope.open()) {
      Tensor input = Tensor.of(gaussian(random, B * C * H * W, 1), B, C, H, W);
      Tensor weight = Tensor.of(gaussian(random, O * C * 9, 1), O, C, 3, 3);
      Tensor actual =
          DeformableConv.apply(
              input, Tensor.zeros(B, 18, H, W), Tensor.full(1, B, 9, H, W), weight, null);
      Tensor expected = Functional.conv2d(input, weight, null, 1, 1, 1, 1);
      assertThat(actual.sub(expected).norm().item()).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f})
  void wildOffsetsStayInsideTheImage(float wild) {
    float[] offsets = new float[B * 18 * H * W];
    Arrays.fill(offsets, wild);
    SplittableRandom random = new SplittableRandom(5);
    try (TensorScope _ = TensorScope.open()) {
      Tensor input = Tensor.of(gaussian(random, B * C * H * W, 1), B, C, H, W).requiresGrad(true);
      Tensor moves = Tensor.of(offsets, B, 18, H, W).requiresGrad(true);
      Tensor mask = Tensor.full(1, B, 9, H, W);
      Tensor weight = Tensor.of(gaussian(random, O * C * 9, 1), O, C, 3, 3);
      Tensor output = DeformableConv.apply(input, moves, mask, weight, null);
      Autograd.backward(List.of(output), List.of(Tensor.full(1, output.shape())));
      assertThat(output.shape()).containsExactly(B, O, H, W);
      assertThat(Objects.requireNonNull(input.grad()).shape()).containsExactly(B, C, H, W);
    }
  }

  private static Tensor apply(float[] input, float[] offsets, float[] mask, float[] weight) {
    return DeformableConv.apply(
        Tensor.of(input, B, C, H, W),
        Tensor.of(offsets, B, 18, H, W),
        Tensor.of(mask, B, 9, H, W),
        Tensor.of(weight, O, C, 3, 3),
        null);
  }

  private static float[] reference(float[] input, float[] offsets, float[] mask, float[] weight) {
    float[] output = new float[B * O * H * W];
    for (int b = 0; b < B; b++) {
      for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
          for (int tap = 0; tap < 9; tap++) {
            int pixel = y * W + x;
            double dy = offsets[((b * 18) + 2 * tap) * H * W + pixel];
            double dx = offsets[((b * 18) + 2 * tap + 1) * H * W + pixel];
            double m = mask[(b * 9 + tap) * H * W + pixel];
            for (int c = 0; c < C; c++) {
              double value = m * at(input, b, c, y + tap / 3 - 1 + dy, x + tap % 3 - 1 + dx);
              for (int o = 0; o < O; o++) {
                output[((b * O + o) * H + y) * W + x] +=
                    (float) (value * weight[(o * C + c) * 9 + tap]);
              }
            }
          }
        }
      }
    }
    return output;
  }

  private static double at(float[] input, int b, int c, double y, double x) {
    double sum = 0;
    int y0 = (int) Math.floor(y);
    int x0 = (int) Math.floor(x);
    for (int yy = y0; yy <= y0 + 1; yy++) {
      for (int xx = x0; xx <= x0 + 1; xx++) {
        if (yy >= 0 && yy < H && xx >= 0 && xx < W) {
          double share = (1 - Math.abs(y - yy)) * (1 - Math.abs(x - xx));
          sum += share * input[((b * C + c) * H + yy) * W + xx];
        }
      }
    }
    return sum;
  }

  private static float[] gaussian(SplittableRandom random, int n, double scale) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }
}
