package io.yoso4j.criterion.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

interface TransposeContract {
  Kernels kernels();

  @ParameterizedTest
  @CsvSource({
    "1, 1", "1, 40", "40, 1", "7, 9", "8, 8", "16, 16", "15, 17", "17, 15", "33, 31", "64, 48",
    "100, 67"
  })
  default void turnsRowsIntoColumnsAndTouchesNothingElse(int queries, int columns) {
    Random random = new Random(queries * 1000L + columns);
    int sourceAt = random.nextInt(5);
    int sourceStride = columns + random.nextInt(20);
    int at = random.nextInt(5);
    int stride = queries + random.nextInt(20);
    float[] source = new float[sourceAt + queries * sourceStride];
    for (int i = 0; i < source.length; i++) {
      source[i] = i + 1;
    }
    float[] rows = new float[at + columns * stride + 3];
    Arrays.fill(rows, -1f);
    float[] expected = rows.clone();
    for (int query = 0; query < queries; query++) {
      for (int column = 0; column < columns; column++) {
        expected[at + column * stride + query] = source[sourceAt + query * sourceStride + column];
      }
    }
    kernels().transpose(source, sourceAt, sourceStride, queries, columns, rows, at, stride);
    assertThat(rows).isEqualTo(expected);
  }
}
