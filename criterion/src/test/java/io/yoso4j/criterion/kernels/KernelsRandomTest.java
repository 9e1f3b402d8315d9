package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.sampling.Philox;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random numbers are Philox's, word for word, however they are computed. */
class KernelsRandomTest {

  enum Path {
    CHOSEN {
      @Override
      void fill(int[] k, float[] out) {
        Kernels.random(k[0], k[1], k[2], k[3], k[4], out);
      }

      @Override
      void points(int[] k, int count, float[] x, float[] y) {
        Kernels.randomPoints(k[0], k[1], k[2], k[3], k[4], count, x, y);
      }
    },
    SCALAR {
      @Override
      void fill(int[] k, float[] out) {
        ScalarKernels.random(k[0], k[1], k[2], k[3], k[4], out, 0);
      }

      @Override
      void points(int[] k, int count, float[] x, float[] y) {
        ScalarKernels.randomPoints(k[0], k[1], k[2], k[3], k[4], 0, count, x, y);
      }
    },
    VECTOR {
      @Override
      void fill(int[] k, float[] out) {
        int done = VectorPhilox.fill(k[0], k[1], k[2], k[3], k[4], out);
        ScalarKernels.random(k[0], k[1], k[2], k[3], k[4], out, done);
      }

      @Override
      void points(int[] k, int count, float[] x, float[] y) {
        int done = VectorPhilox.fill(k[0], k[1], k[2], k[3], k[4], count, x, y);
        ScalarKernels.randomPoints(k[0], k[1], k[2], k[3], k[4], done, count, x, y);
      }
    };

    abstract void fill(int[] keyAndCounter, float[] out);

    abstract void points(int[] keyAndCounter, int count, float[] x, float[] y);
  }

  @ParameterizedTest
  @EnumSource
  void isPhilox(Path path) {
    Assumptions.assumeTrue(
        path != Path.VECTOR || VectorModule.isPresent(), "needs the module jdk.incubator.vector");
    Random random = new Random(3);
    for (int length : new int[] {0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 127, 1001, 4099}) {
      int[] key = random.ints(5).toArray();
      float[] words = new float[2 * length];
      for (int i = 0; i < words.length; i++) {
        int[] block = {i / 4, key[2], key[3], key[4]};
        Philox.block(block, key[0], key[1]);
        words[i] = (block[i % 4] >>> 8) * 0x1p-24f;
      }
      String what = "seed 3, length " + length;
      float[] single = new float[length];
      path.fill(key, single);
      assertThat(single).as(what).isEqualTo(Arrays.copyOf(words, length));
      float[] x = RandomPoints.slack(length);
      float[] y = RandomPoints.slack(length);
      path.points(key, length, x, y);
      for (int i = 0; i < length; i++) {
        assertThat(x[i]).as("%s: x %d", what, i).isEqualTo(words[2 * i]);
        assertThat(y[i]).as("%s: y %d", what, i).isEqualTo(words[2 * i + 1]);
      }
      assertThat(x[length]).as("%s: behind the last point", what).isNaN();
    }
  }
}
