package io.yoso4j.criterion.sampling;

/**
 * The counter-based generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3" (SC 2011): a keyed bijection of 128-bit counters that passes
 * BigCrush. No state, so any number can be computed on its own.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  private Philox() {}

  /**
   * Replaces a counter by its four random words.
   *
   * @param counter four words, overwritten
   * @param key0 first word of the key
   * @param key1 second word of the key
   */
  public static void block(int[] counter, int key0, int key1) {
    int c0 = counter[0];
    int c1 = counter[1];
    int c2 = counter[2];
    int c3 = counter[3];
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
      long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(c2);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c1 = (int) product1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    counter[0] = c0;
    counter[1] = c1;
    counter[2] = c2;
    counter[3] = c3;
  }
}
