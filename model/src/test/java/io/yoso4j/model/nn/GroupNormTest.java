package io.yoso4j.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GroupNormTest {
  private static final int CHANNELS = 64;
  private static final int PIXELS = 6;

  private static float[] noise(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian(1, 3);
    }
    return values;
  }

  /** Each image's group of two channels is normalised by its own mean and deviation. */
  @Test
  void equalsTheDefinition() {
    ParameterScope root = ParameterScope.root(1);
    GroupNorm norm = GroupNorm.create(root, CHANNELS);
    float[] weight = noise(2, CHANNELS);
    float[] bias = noise(3, CHANNELS);
    float[] input = noise(4, 2 * CHANNELS * PIXELS);
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      root.map().get("weight").copyInPlace(Tensor.of(weight, CHANNELS));
      root.map().get("bias").copyInPlace(Tensor.of(bias, CHANNELS));
      float[] output = norm.forward(Tensor.of(input, 2, CHANNELS, 2, 3), true).toFloats();
      int size = CHANNELS / GroupNorm.GROUPS * PIXELS;
      for (int start = 0; start < input.length; start += size) {
        double sum = 0;
        double squares = 0;
        for (int i = start; i < start + size; i++) {
          sum += input[i];
          squares += (double) input[i] * input[i];
        }
        double mean = sum / size;
        double deviation = Math.sqrt(squares / size - mean * mean + 1e-5);
        for (int i = start; i < start + size; i++) {
          int channel = i / PIXELS % CHANNELS;
          double expected = (input[i] - mean) / deviation * weight[channel] + bias[channel];
          assertThat((double) output[i]).isCloseTo(expected, within(1e-4));
        }
      }
    } finally {
      root.map().all().forEach(parameter -> parameter.tensor().close());
    }
  }

  @Test
  void widthsThatDoNotDivideAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.create(ParameterScope.root(1), 48))
        .withMessage("channels (48) must be a multiple of 32");
  }
}
