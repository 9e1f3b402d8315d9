package io.yoso4j.model.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** First values of a tensor, in C order, from its shape and a generator of its own. */
@FunctionalInterface
public interface Initializer {
  float[] values(long[] shape, RandomGenerator random);

  /** The same value everywhere. */
  static Initializer constant(double value) {
    return (shape, random) -> {
      float[] values = new float[count(shape)];
      Arrays.fill(values, (float) value);
      return values;
    };
  }

  /** Normal with variance {@code 2 / fan_out}: He initialisation as detectron2's c2_msra_fill. */
  static Initializer msra() {
    return (shape, random) -> normal(shape, random, Math.sqrt(2.0 / fanOut(shape)));
  }

  /** Normal with the given standard deviation, cut off at ±2 (never reached for small ones). */
  static Initializer truncatedNormal(double deviation) {
    return (shape, random) -> {
      float[] values = normal(shape, random, deviation);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.clamp(values[i], -2f, 2f);
      }
      return values;
    };
  }

  /** Uniform in ±√(6 / (fan_in + fan_out)): Glorot. */
  static Initializer xavier() {
    return (shape, random) ->
        uniform(shape, random, Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))));
  }

  /** Uniform in ±1/√fan: PyTorch's default for weights and biases of linear and conv layers. */
  static Initializer uniformFan(double fan) {
    return (shape, random) -> uniform(shape, random, 1 / Math.sqrt(fan));
  }

  /**
   * Bilinear upsampling of each channel on its own, for a transposed convolution {@code [C, C, k,
   * k]}.
   */
  static Initializer bilinear() {
    return (shape, random) -> {
      int channels = Math.toIntExact(Math.min(shape[0], shape[1]));
      int outputs = Math.toIntExact(shape[1]);
      int k = Math.toIntExact(shape[2]);
      double factor = Math.ceil(k / 2.0);
      double centre = (2 * factor - 1 - factor % 2) / (2 * factor);
      float[] values = new float[count(shape)];
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < k; y++) {
          for (int x = 0; x < k; x++) {
            double weight =
                (1 - Math.abs(y / factor - centre)) * (1 - Math.abs(x / factor - centre));
            values[((c * outputs + c) * k + y) * k + x] = (float) weight;
          }
        }
      }
      return values;
    };
  }

  private static float[] normal(long[] shape, RandomGenerator random, double deviation) {
    float[] values = new float[count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static float[] uniform(long[] shape, RandomGenerator random, double bound) {
    float[] values = new float[count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  private static int count(long[] shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return Math.toIntExact(count);
  }

  private static double fanIn(long[] shape) {
    return (double) count(shape) / shape[0];
  }

  private static double fanOut(long[] shape) {
    return (double) count(shape) / shape[1];
  }
}
