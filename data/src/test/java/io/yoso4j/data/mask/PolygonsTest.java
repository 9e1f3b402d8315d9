package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polygons against COCO's rule taken step by step. */
class PolygonsTest {
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void ringsAgreeWithTheRule(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      int height = 1 + random.nextInt(60);
      int width = 1 + random.nextInt(60);
      double[] ring = ring(random, height, width);

      assertThat(Polygons.rasterize(List.of(ring), height, width).toBitmap())
          .as("seed %d case %d: %s in %dx%d", seed, i, Arrays.toString(ring), height, width)
          .isEqualTo(SteppedOutline.rasterize(ring, height, width));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {35, 36})
  void ringsOfAnObjectAreUnited(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      double[] first = ring(random, 40, 50);
      double[] second = ring(random, 40, 50);
      Bitmap expected = SteppedOutline.rasterize(first, 40, 50);
      expected.unite(SteppedOutline.rasterize(second, 40, 50));

      assertThat(Polygons.rasterize(List.of(first, second), 40, 50).toBitmap())
          .as("seed %d case %d", seed, i)
          .isEqualTo(expected);
    }
  }

  /** Corners anywhere, on whole, half or fifth pixels, repeated, far outside, or in one row. */
  private static double[] ring(Random random, int height, int width) {
    double[] ring = new double[2 * (3 + random.nextInt(12))];
    int kind = random.nextInt(6);
    for (int i = 0; i < ring.length; i++) {
      int side = i % 2 == 0 ? width : height;
      double value = random.nextDouble() * 1.2 * side - 0.1 * side;
      ring[i] =
          switch (kind) {
            case 0 -> value;
            case 1 -> Math.rint(value);
            case 2 -> Math.rint(2 * value) / 2;
            case 3 -> Math.rint(10 * value) / 10;
            case 4 -> value * 20 - 10 * side;
            default -> i >= 2 && random.nextInt(3) == 0 ? ring[i - 2] : value;
          };
    }
    return ring;
  }
}
