package io.yoso4j.data.dataset;

import java.util.Arrays;

/** A growing set of numbers in an open hash table: at most 22 bytes for each. */
final class LongSet {

  /** Marks a free place; the number itself is kept apart. */
  private static final long FREE = Long.MIN_VALUE;

  private long[] table = new long[64];
  private int size = 0;
  private boolean holdsFree = false;

  LongSet() {
    Arrays.fill(table, FREE);
  }

  /** Whether the number is new. */
  boolean add(long value) {
    if (value == FREE) {
      boolean added = !holdsFree;
      holdsFree = true;
      return added;
    }
    if (!insert(table, value)) {
      return false;
    }
    if (++size * 4L > table.length * 3L) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(table.length, 2)];
    Arrays.fill(larger, FREE);
    for (long value : table) {
      if (value != FREE) {
        insert(larger, value);
      }
    }
    table = larger;
  }

  private static boolean insert(long[] table, long value) {
    int mask = table.length - 1;
    long mixed = (value ^ value >>> 32) * 0x9e3779b97f4a7c15L;
    for (int at = (int) (mixed >>> 32) & mask; ; at = at + 1 & mask) {
      if (table[at] == value) {
        return false;
      }
      if (table[at] == FREE) {
        table[at] = value;
        return true;
      }
    }
  }
}
