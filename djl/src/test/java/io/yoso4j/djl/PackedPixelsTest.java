package io.yoso4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.BitMask;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackedPixelsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 7, 7",
    "8, 8, 8",
    "5, 13, 13",
    "64, 64, 64",
    "4, 5, 9",
    "9, 70, 71",
    "2, 3, 200"
  })
  void bitsAreTheBytesThatAreNotZero(int high, int wide, int stride) {
    Random random = new Random(1);
    byte[] planes = new byte[2 * (high + 1) * stride];
    random.nextBytes(planes);
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextBoolean() ? 0 : planes[i];
    }
    int start = (high + 1) * stride;
    byte[] expected = new byte[high * wide];
    for (int y = 0; y < high; y++) {
      System.arraycopy(planes, start + y * stride, expected, y * wide, wide);
    }
    assertThat(PackedPixels.pack(MemorySegment.ofArray(planes), start, high, wide, stride))
        .isEqualTo(BitMask.ofPixels(high, wide, expected).words());
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "8", "16", "32", "64", "128", "255", "129"})
  void everyBitOfAByteCounts(int value) {
    for (int at = 0; at < 8; at++) {
      byte[] plane = new byte[8];
      plane[at] = (byte) value;
      assertThat(PackedPixels.pack(MemorySegment.ofArray(plane), 0, 1, 8, 8))
          .as(Arrays.toString(plane))
          .containsExactly(1L << at);
    }
  }
}
