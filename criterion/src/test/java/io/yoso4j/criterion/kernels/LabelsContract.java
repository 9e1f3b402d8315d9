package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.sampling.BilinearReference;
import io.yoso4j.criterion.sampling.BitPlane;
import io.yoso4j.criterion.sampling.RandomBits;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

interface LabelsContract {
  Kernels kernels();

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "1, 1, 3, 5",
    "1, 64, 1, 64",
    "1, 70, 2, 70",
    "9, 1, 9, 4",
    "5, 65, 5, 65",
    "17, 63, 20, 100",
    "33, 130, 33, 130",
    "64, 64, 200, 64"
  })
  default void readsBitsAsZerosAndOnes(int height, int width, int frameHeight, int frameWidth) {
    long seed = height * 1000L + frameWidth;
    Random random = new Random(seed);
    for (double share : new double[] {0, 0.1, 0.5, 1}) {
      BitPlane plane = RandomBits.plane(random, height, width, share);
      for (int count : new int[] {0, 1, 17, 1024, 2500}) {
        RandomPoints points = RandomPoints.of(random, count, frameHeight, frameWidth);
        float[] out = RandomPoints.slack(count);
        kernels().labels(plane, points.x(), points.y(), count, frameHeight, frameWidth, out);
        for (int i = 0; i < count; i++) {
          double expected =
              BilinearReference.sample(
                  plane::get, height, width, frameHeight, frameWidth, points.x()[i], points.y()[i]);
          assertThat((double) out[i])
              .as("seed %d point %d (%s, %s)", seed, i, points.x()[i], points.y()[i])
              .isCloseTo(expected, within(1e-6))
              .isBetween(0.0, 1.0);
        }
      }
    }
  }
}
