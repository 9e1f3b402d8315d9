package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ImageIndexTest {
  static long[][] ids() {
    return new long[][] {
      {},
      {7},
      {0, 1, 2, 3},
      {-3, -1, 4},
      {5, 1_000_000, 2_000_000},
      {Long.MIN_VALUE, 0, Long.MAX_VALUE},
      {Long.MAX_VALUE - 2, Long.MAX_VALUE},
      {Long.MIN_VALUE, Long.MIN_VALUE + 2},
    };
  }

  @ParameterizedTest
  @MethodSource("ids")
  void findsEveryIdAndNoOther(long[] ids) {
    ImageIndex index = new ImageIndex(ids);

    for (int i = 0; i < ids.length; i++) {
      assertThat(index.of(ids[i])).isEqualTo(i);
      assertThat(index.of(ids[i])).isEqualTo(i);
      for (long other : new long[] {ids[i] - 1, ids[i] + 1, ids[i] ^ Long.MIN_VALUE, 42}) {
        if (Arrays.binarySearch(ids, other) < 0) {
          assertThat(index.of(other)).as("%d", other).isNegative();
        }
      }
    }
    assertThat(index.of(42)).isNegative();
  }
}
