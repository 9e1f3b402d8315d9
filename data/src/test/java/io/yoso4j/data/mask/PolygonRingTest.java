package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings against COCO's rule as it is written: every fine point of the outline visited. */
class PolygonRingTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isWhatWalkingTheOutlineGives(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      int height = 1 + random.nextInt(60);
      int width = 1 + random.nextInt(60);
      double[] ring = ring(random, height, width);

      assertThat(new PolygonRing(height, width).rasterize(ring))
          .as("seed %d: %dx%d %s", seed, height, width, Arrays.toString(ring))
          .isEqualTo(walked(ring, height, width));
    }
  }

  /** Also outside the image, on the fine grid, with repeated points and upright edges. */
  private static double[] ring(Random random, int height, int width) {
    double[] ring = new double[2 * (3 + random.nextInt(random.nextInt(10) == 0 ? 30 : 5))];
    double reach = random.nextInt(3) == 0 ? 3 : 1;
    int grid = new int[] {1, 2, 5, 10, 1 << 20}[random.nextInt(5)];
    for (int i = 0; i < ring.length; i++) {
      double place =
          (random.nextDouble() * reach - (reach - 1) / 2) * (i % 2 == 0 ? width : height);
      ring[i] = i > 3 && random.nextInt(8) == 0 ? ring[i - 2] : Math.rint(place * grid) / grid;
    }
    return ring;
  }

  private static Rle walked(double[] ring, int height, int width) {
    TreeMap<Integer, Integer> crossings = new TreeMap<>();
    int previousX = 0;
    int previousY = 0;
    for (int i = 0; i < ring.length; i += 2) {
      int next = (i + 2) % ring.length;
      int[][] points =
          edge(fine(ring[i]), fine(ring[i + 1]), fine(ring[next]), fine(ring[next + 1]));
      for (int p = 0; p < points.length; p++) {
        int x = points[p][0];
        int y = points[p][1];
        double column = (Math.min(x, previousX) + 0.5) / 5 - 0.5;
        if ((i > 0 || p > 0)
            && x != previousX
            && Math.floor(column) == column
            && column >= 0
            && column <= width - 1) {
          double row = Math.ceil(Math.clamp((Math.min(y, previousY) + 0.5) / 5 - 0.5, 0, height));
          crossings.merge((int) column * height + (int) row, 1, Integer::sum);
        }
        previousX = x;
        previousY = y;
      }
    }
    Bitmap bitmap = Bitmap.of(height, width);
    int parity = 0;
    for (int pixel = 0; pixel < height * width; pixel++) {
      parity ^= crossings.getOrDefault(pixel, 0) & 1;
      if (parity != 0) {
        bitmap.set(pixel % height, pixel / height, true);
      }
    }
    return Rle.encode(bitmap);
  }

  private static int fine(double coordinate) {
    return (int) (5 * coordinate + 0.5);
  }

  /** All fine points from one corner to the next. */
  private static int[][] edge(int fromX, int fromY, int toX, int toY) {
    int dx = Math.abs(toX - fromX);
    int dy = Math.abs(toY - fromY);
    boolean alongX = dx >= dy;
    if (alongX ? fromX > toX : fromY > toY) {
      int[][] reversed = edge(toX, toY, fromX, fromY);
      Collections.reverse(Arrays.asList(reversed));
      return reversed;
    }
    int[][] points = new int[Math.max(dx, dy) + 1][];
    for (int t = 0; t < points.length; t++) {
      points[t] =
          alongX
              ? new int[] {
                fromX + t, dx == 0 ? fromY : (int) (fromY + (double) (toY - fromY) / dx * t + 0.5)
              }
              : new int[] {(int) (fromX + (double) (toX - fromX) / dy * t + 0.5), fromY + t};
    }
    return points;
  }
}
