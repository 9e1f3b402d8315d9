package io.yoso4j.criterion.kernels;

import java.util.Arrays;
import java.util.Random;

/**
 * Points of the unit square, many on its border or on pixel centres; NaN behind the last one, which
 * kernels may read but must not use.
 */
record RandomPoints(int count, float[] x, float[] y) {

  static RandomPoints of(Random random, int count, int height, int width) {
    float[] x = slack(count);
    float[] y = slack(count);
    for (int i = 0; i < count; i++) {
      x[i] = coordinate(random, width);
      y[i] = coordinate(random, height);
    }
    return new RandomPoints(count, x, y);
  }

  /** An array for this many values and what kernels may touch behind them. */
  static float[] slack(int count) {
    float[] values = new float[count + PointBuffer.SLACK];
    Arrays.fill(values, count, values.length, Float.NaN);
    return values;
  }

  private static float coordinate(Random random, int pixels) {
    return switch (random.nextInt(8)) {
      case 0 -> 0f;
      case 1 -> 1f;
      case 2 -> (random.nextInt(pixels) + 0.5f) / pixels;
      case 3 -> (float) random.nextInt(pixels + 1) / pixels;
      case 4 -> random.nextFloat() / pixels;
      default -> random.nextFloat();
    };
  }
}
