package io.yoso4j.data.mask;

import java.util.Arrays;

/** A growing list of pixel ranges {@code [from, to)}, each packed as {@code from << 32 | to}. */
final class Stretches {
  private long[] values;
  private int size = 0;

  Stretches(int capacity) {
    values = new long[Math.max(8, capacity)];
  }

  void add(int from, int to) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = (long) from << 32 | to;
  }

  long[] sorted() {
    long[] result = Arrays.copyOf(values, size);
    Arrays.sort(result);
    return result;
  }
}
