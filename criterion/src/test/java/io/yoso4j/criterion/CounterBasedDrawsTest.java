package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.sampling.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterBasedDrawsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 15, 16, 17, 33, 1000, 12_545})
  void theSamePointsTogetherAndApart(int count) {
    CounterBasedDraws draws = new CounterBasedDraws(-5, 1L << 40, new long[] {3, 9, 1L << 50});
    for (DrawPurpose purpose : DrawPurpose.values()) {
      float[] xy = new float[2 * count];
      draws.draw(purpose, 2, 1, 7, xy);
      float[] x = new float[count + 64];
      float[] y = new float[count + 64];
      draws.draw(purpose, 2, 1, 7, count, x, y);
      for (int i = 0; i < count; i++) {
        assertThat(x[i]).as("%s: x %d", purpose, i).isEqualTo(xy[2 * i]);
        assertThat(y[i]).as("%s: y %d", purpose, i).isEqualTo(xy[2 * i + 1]);
      }
    }
  }

  @Test
  void areDocumentedWordsOfPhilox() {
    CounterBasedDraws draws = new CounterBasedDraws(11, 12, new long[] {13, 14});
    int[] key = {12, 0, 14, 0};
    Philox.block(key, 11, 0);
    assertThat(draws.key(1)).containsExactly(key[0], key[1], key[2]);
    float[] xy = new float[8];
    draws.draw(DrawPurpose.OVERSAMPLE, 4, 1, 5, xy);
    for (int i = 0; i < 8; i++) {
      int[] block = {i / 4, 5, 4 * 3 + 1, key[2]};
      Philox.block(block, key[0], key[1]);
      assertThat(xy[i]).as("coordinate %d", i).isEqualTo((block[i % 4] >>> 8) * 0x1p-24f);
    }
  }

  @Test
  void dependOnNothingButTheirKeys() {
    float[] first = new float[30];
    float[] second = new float[30];
    PointDraws.counterBased(1, 2, new long[] {10, 20}).draw(DrawPurpose.RANDOM, 1, 1, 4, first);
    PointDraws.counterBased(1, 2, new long[] {20}).draw(DrawPurpose.RANDOM, 1, 0, 4, second);
    assertThat(second).isEqualTo(first);
    for (float value : first) {
      assertThat(value).isBetween(0f, 1 - 0x1p-24f);
      assertThat(value * 0x1p24f % 1).isZero();
    }
    List<float[]> others = new ArrayList<>();
    PointDraws draws = PointDraws.counterBased(1, 2, new long[] {10, 20});
    for (DrawPurpose purpose : DrawPurpose.values()) {
      for (int key = 0; key < 8; key++) {
        float[] points = new float[4];
        draws.draw(purpose, key & 1, key >> 1 & 1, key >> 2, points);
        others.add(points);
      }
    }
    assertThat(others.stream().map(Arrays::toString)).doesNotHaveDuplicates();
  }
}
