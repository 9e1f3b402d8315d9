package io.yoso4j.train.pipeline;

/**
 * The counter-based generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3" (SC 2011): a keyed bijection of 128-bit counters.
 */
final class Philox {
  private static final int ROUNDS = 10;

  private Philox() {}

  /** Replaces four counter words by four random words. */
  static void block(int[] counter, int key0, int key1) {
    for (int round = 0; round < ROUNDS; round++) {
      long left = 0xD2511F53L * Integer.toUnsignedLong(counter[0]);
      long right = 0xCD9E8D57L * Integer.toUnsignedLong(counter[2]);
      counter[0] = (int) (right >>> 32) ^ counter[1] ^ (key0 + round * 0x9E3779B9);
      counter[2] = (int) (left >>> 32) ^ counter[3] ^ (key1 + round * 0xBB67AE85);
      counter[1] = (int) right;
      counter[3] = (int) left;
    }
  }
}
