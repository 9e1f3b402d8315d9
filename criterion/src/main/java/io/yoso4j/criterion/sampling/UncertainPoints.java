package io.yoso4j.criterion.sampling;

import java.util.Arrays;

/**
 * Picks the k logits of smallest magnitude by radix selection: three passes over the values
 * whatever they are, no sort. Ties go to the lower index; NaN counts as larger than everything. A
 * reusable buffer; not thread-safe.
 *
 * <p>The bit patterns of non-negative floats, read as integers, are in the order of the floats.
 */
public final class UncertainPoints {
  private static final int[] SHIFTS = {20, 10, 0};
  private static final int[] BITS = {11, 10, 10};

  private final int[] histogram = new int[1 << 11];

  /** Creates the buffer. */
  public UncertainPoints() {}

  /**
   * The indices of the smallest magnitudes, ascending.
   *
   * @param logits values
   * @param count how many of them take part
   * @param k how many to pick
   * @param picked receives {@code k} indices
   * @throws IllegalArgumentException if {@code k} is not in [0, count]
   */
  public void select(float[] logits, int count, int k, int[] picked) {
    if (k < 0 || k > count) {
      throw new IllegalArgumentException("k (" + k + ") must be in [0, " + count + "]");
    }
    if (k == 0) {
      return;
    }
    int threshold = 0;
    int ties = k;
    for (int digit = 0; digit < SHIFTS.length; digit++) {
      int shift = SHIFTS[digit];
      int above = shift + BITS[digit];
      int mask = (1 << BITS[digit]) - 1;
      Arrays.fill(histogram, 0, mask + 1, 0);
      for (int i = 0; i < count; i++) {
        int key = key(logits[i]);
        if ((key >>> above) == (threshold >>> above)) {
          histogram[(key >>> shift) & mask]++;
        }
      }
      int bucket = 0;
      while (histogram[bucket] < ties) {
        ties -= histogram[bucket++];
      }
      threshold |= bucket << shift;
    }
    int n = 0;
    for (int i = 0; n < k; i++) {
      int key = key(logits[i]);
      if (key < threshold || (key == threshold && ties-- > 0)) {
        picked[n++] = i;
      }
    }
  }

  private static int key(float logit) {
    return Float.floatToIntBits(logit) & Integer.MAX_VALUE;
  }
}
