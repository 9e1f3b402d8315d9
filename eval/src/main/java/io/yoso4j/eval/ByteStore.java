package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pieces of bytes, one after the other, in a few large arrays. */
final class ByteStore {
  private static final int CHUNK = 1 << 20;

  private final List<byte[]> chunks = new ArrayList<>();
  private int used = 0;

  /** By piece: the chunk in the upper half, the place in it in the lower. */
  private long[] places = new long[256];

  private int[] lengths = new int[256];
  private int size = 0;

  /** Receives a piece. */
  @FunctionalInterface
  interface Use<T> {
    T use(byte[] bytes, int from, int to);
  }

  /** The number of pieces. */
  int size() {
    return size;
  }

  /** Adds a copy of {@code bytes[from, from + length)}; an empty piece is allowed. */
  void add(byte[] bytes, int from, int length) {
    if (chunks.isEmpty() || length > chunks.getLast().length - used) {
      chunks.add(new byte[Math.max(CHUNK, length)]);
      used = 0;
    }
    System.arraycopy(bytes, from, chunks.getLast(), used, length);
    if (size == lengths.length) {
      int capacity = size + (size >> 1);
      places = Arrays.copyOf(places, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    places[size] = (long) (chunks.size() - 1) << 32 | used;
    lengths[size++] = length;
    used += length;
  }

  /** The length of a piece. */
  int length(int piece) {
    return lengths[piece];
  }

  /** Uses a piece where it is. */
  <T> T use(int piece, Use<T> use) {
    int from = (int) places[piece];
    return use.use(chunks.get((int) (places[piece] >>> 32)), from, from + lengths[piece]);
  }
}
