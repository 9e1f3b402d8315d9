package io.yoso4j.criterion.sampling;

import java.util.Random;

/** Random masks for tests. */
public final class RandomBits {
  private RandomBits() {}

  /** A mask whose pixels are set with this probability; bits behind the last pixel are set too. */
  public static BitPlane plane(Random random, int height, int width, double share) {
    int pixels = height * width;
    long[] words = new long[(pixels + 63) / 64];
    for (int i = 0; i < words.length * 64; i++) {
      if (i >= pixels || random.nextDouble() < share) {
        words[i >> 6] |= 1L << i;
      }
    }
    return new BitPlane(height, width, words);
  }
}
