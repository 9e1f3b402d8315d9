package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.sampling.BilinearReference;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

interface PointsContract {
  Kernels kernels();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 15, 16, 17, 31, 33, 64, 99})
  default void splitsAndFindsWhatIsOutside(int count) {
    Random random = new Random(count);
    float[] xy = new float[2 * count];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = new float[] {0f, 1f, -0f, random.nextFloat()}[random.nextInt(4)];
    }
    assertSplit(xy, count, true);
    for (int at = 0; at < xy.length; at++) {
      float good = xy[at];
      float[] bad = {-1e-7f, Math.nextUp(1f), Float.NaN, Float.NEGATIVE_INFINITY};
      xy[at] = bad[random.nextInt(bad.length)];
      assertSplit(xy, count, false);
      xy[at] = good;
    }
  }

  private void assertSplit(float[] xy, int count, boolean inside) {
    float[] x = RandomPoints.slack(count);
    float[] y = RandomPoints.slack(count);
    assertThat(kernels().split(xy, count, x, y)).as(Arrays.toString(xy)).isEqualTo(inside);
    for (int i = 0; i < count; i++) {
      assertThat(Float.compare(x[i], xy[2 * i])).as("x %d", i).isZero();
      assertThat(Float.compare(y[i], xy[2 * i + 1])).as("y %d", i).isZero();
    }
  }

  @Test
  default void centresAreThePixelsAndTheBorderFades() {
    // One pixel of 8: its centre, the middle of an edge, a corner.
    float[] plane = framed(1, 1, new float[] {8});
    float[] x = Arrays.copyOf(new float[] {0.5f, 0f, 1f, 0f, 1f}, 5 + PointBuffer.SLACK);
    float[] y = Arrays.copyOf(new float[] {0.5f, 0.5f, 0.5f, 0f, 1f}, 5 + PointBuffer.SLACK);
    float[] out = new float[5 + PointBuffer.SLACK];
    kernels().sample(plane, 1, 1, x, y, 5, out);
    assertThat(Arrays.copyOf(out, 5)).containsExactly(8, 4, 4, 2, 2);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "7, 1", "3, 4", "16, 16", "17, 31", "5, 200"})
  default void samplesAndScattersAsTheReference(int height, int width) {
    long seed = height * 1000L + width;
    Random random = new Random(seed);
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (3 * random.nextGaussian());
    }
    float[] plane = framed(height, width, pixels);
    for (int count : new int[] {0, 1, 15, 17, 1024, 2500}) {
      RandomPoints points = RandomPoints.of(random, count, height, width);
      float[] out = RandomPoints.slack(count);
      kernels().sample(plane, height, width, points.x(), points.y(), count, out);
      for (int i = 0; i < count; i++) {
        double expected =
            BilinearReference.sample(
                (row, column) -> pixels[row * width + column],
                height,
                width,
                height,
                width,
                points.x()[i],
                points.y()[i]);
        assertThat((double) out[i])
            .as("seed %d point %d", seed, i)
            .isCloseTo(expected, within(3e-6));
      }
      scatters(points, height, width, random);
    }
  }

  private void scatters(RandomPoints points, int height, int width, Random random) {
    float[] values = RandomPoints.slack(points.count());
    float[] before = new float[height * width];
    for (int i = 0; i < before.length; i++) {
      before[i] = random.nextFloat();
    }
    for (int i = 0; i < points.count(); i++) {
      values[i] = (float) random.nextGaussian();
    }
    float[] plane = framed(height, width, before);
    kernels().scatter(plane, height, width, points.x(), points.y(), values, points.count());
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        // The weight of a pixel in a sample is the sample of the plane where only it is 1.
        int onlyRow = row;
        int onlyColumn = column;
        double expected = before[row * width + column];
        double magnitude = 1;
        for (int i = 0; i < points.count(); i++) {
          double weight =
              BilinearReference.sample(
                  (r, c) -> r == onlyRow && c == onlyColumn ? 1 : 0,
                  height,
                  width,
                  height,
                  width,
                  points.x()[i],
                  points.y()[i]);
          expected += weight * values[i];
          magnitude += weight * Math.abs(values[i]);
        }
        assertThat((double) plane[(row + 1) * (width + 2) + column + 1])
            .as("%d x %d, pixel %d, %d", height, width, row, column)
            .isCloseTo(expected, within(2e-6 * magnitude));
      }
    }
  }

  private static float[] framed(int height, int width, float[] pixels) {
    float[] plane = new float[(height + 2) * (width + 2)];
    for (int row = 0; row < height; row++) {
      System.arraycopy(pixels, row * width, plane, (row + 1) * (width + 2) + 1, width);
    }
    return plane;
  }
}
