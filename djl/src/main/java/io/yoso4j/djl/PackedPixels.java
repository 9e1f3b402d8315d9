package io.yoso4j.djl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A mask of one byte per pixel as bits. */
final class PackedPixels {
  private static final ValueLayout.OfLong EIGHT =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long LOWEST_BITS = 0x0101010101010101L;

  /** Times bytes of 0 or 1, puts the first of eight into bit 56, the second into bit 57, … */
  private static final long GATHER = 0x0102040810204080L;

  private PackedPixels() {}

  /**
   * The upper left part of a plane, bit {@code y * wide + x} for pixel (y, x).
   *
   * @param planes a byte per pixel, every value but 0 is inside
   * @param start of the plane in bytes
   * @param high rows taken
   * @param wide columns taken
   * @param stride columns of the plane
   */
  static long[] pack(MemorySegment planes, long start, int high, int wide, int stride) {
    long[] words = new long[Math.toIntExact(((long) high * wide + 63) / 64)];
    if (wide == stride) {
      pack(planes, start, (long) high * wide, words, 0);
    } else {
      for (int y = 0; y < high; y++) {
        pack(planes, start + (long) y * stride, wide, words, (long) y * wide);
      }
    }
    return words;
  }

  private static void pack(MemorySegment planes, long start, long count, long[] words, long bit) {
    long i = 0;
    for (; i + 8 <= count; i += 8) {
      put(words, bit + i, bits(planes.get(EIGHT, start + i)));
    }
    for (; i < count; i++) {
      if (planes.get(ValueLayout.JAVA_BYTE, start + i) != 0) {
        put(words, bit + i, 1);
      }
    }
  }

  private static long bits(long bytes) {
    long any = bytes | bytes >>> 4;
    any |= any >>> 2;
    any |= any >>> 1;
    return ((any & LOWEST_BITS) * GATHER) >>> 56;
  }

  /** Up to eight bits at any place. */
  private static void put(long[] words, long at, long bits) {
    int word = (int) (at >>> 6);
    words[word] |= bits << at;
    if ((at & 63) > 56 && word + 1 < words.length) {
      words[word + 1] |= bits >>> (64 - (at & 63));
    }
  }
}
