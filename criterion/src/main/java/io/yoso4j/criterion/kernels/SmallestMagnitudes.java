package io.yoso4j.criterion.kernels;

import java.util.Arrays;

/**
 * The k values of smallest magnitude, by radix selection: three passes whatever the values are, no
 * sort.
 *
 * <p>The bit patterns of non-negative floats, read as integers, are in the order of the floats; NaN
 * comes last.
 */
final class SmallestMagnitudes {
  private static final int[] SHIFTS = {20, 10, 0};
  private static final int[] BITS = {11, 10, 10};

  private SmallestMagnitudes() {}

  /** Bits of a value without its sign; one number for all NaN. */
  static int key(float value) {
    return Float.floatToIntBits(value) & Integer.MAX_VALUE;
  }

  /** The k-th smallest key, k in [1, count]; 0 for no value at all. */
  static int threshold(float[] values, int count, int k) {
    if (k == 0) {
      return 0;
    }
    int[] histogram = new int[1 << 11];
    int threshold = 0;
    int left = k;
    for (int digit = 0; digit < SHIFTS.length; digit++) {
      int shift = SHIFTS[digit];
      int above = shift + BITS[digit];
      int mask = (1 << BITS[digit]) - 1;
      Arrays.fill(histogram, 0, mask + 1, 0);
      for (int i = 0; i < count; i++) {
        int key = key(values[i]);
        if ((key >>> above) == (threshold >>> above)) {
          histogram[(key >>> shift) & mask]++;
        }
      }
      int bucket = 0;
      while (histogram[bucket] < left) {
        left -= histogram[bucket++];
      }
      threshold |= bucket << shift;
    }
    return threshold;
  }

  /** Copies the points below the threshold, and of those at it the first, until there are k. */
  static void keep(PointBuffer from, int k, int threshold, PointBuffer into) {
    int below = 0;
    for (int i = 0; i < from.count; i++) {
      below += key(from.logits[i]) < threshold ? 1 : 0;
    }
    int ties = k - below;
    int n = 0;
    for (int i = 0; n < k; i++) {
      int key = key(from.logits[i]);
      if (key < threshold || (key == threshold && ties-- > 0)) {
        into.x[n] = from.x[i];
        into.y[n] = from.y[i];
        into.logits[n++] = from.logits[i];
      }
    }
    into.count = k;
  }
}
