package io.yoso4j.criterion.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Philox4x32-10 with one counter per 64-bit lane; the same numbers as one block at a time. */
final class VectorPhilox {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int BLOCKS = LONGS.length();
  private static final int WORDS = 4 * BLOCKS;
  private static final long LOW = 0xFFFFFFFFL;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final float UNIT = 0x1p-24f;

  private static final LongVector STEPS = LongVector.zero(LONGS).addIndex(1);

  private VectorPhilox() {}

  /** Fills as many whole groups of blocks as fit and returns how many values that were. */
  static int fill(int key0, int key1, int c1, int c2, int c3, float[] out) {
    float[] x = new float[2 * BLOCKS];
    float[] y = new float[2 * BLOCKS];
    int groups = out.length / WORDS;
    for (int group = 0; group < groups; group++) {
      group(key0, key1, group * BLOCKS, c1, c2, c3, x, y, 0);
      for (int i = 0; i < x.length; i++) {
        out[group * WORDS + 2 * i] = x[i];
        out[group * WORDS + 2 * i + 1] = y[i];
      }
    }
    return groups * WORDS;
  }

  /** Fills as many whole groups of blocks as fit and returns how many points that were. */
  static int fill(int key0, int key1, int c1, int c2, int c3, int count, float[] x, float[] y) {
    int points = 2 * BLOCKS;
    int groups = count / points;
    for (int group = 0; group < groups; group++) {
      group(key0, key1, group * BLOCKS, c1, c2, c3, x, y, group * points);
    }
    return groups * points;
  }

  private static void group(
      int key0,
      int key1,
      int first,
      int word1,
      int word2,
      int word3,
      float[] x,
      float[] y,
      int at) {
    LongVector c0 = STEPS.add(first);
    LongVector c1 = LongVector.broadcast(LONGS, word1 & LOW);
    LongVector c2 = LongVector.broadcast(LONGS, word2 & LOW);
    LongVector c3 = LongVector.broadcast(LONGS, word3 & LOW);
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      LongVector p0 = c0.and(LOW).mul(MULTIPLIER_0);
      LongVector p1 = c2.and(LOW).mul(MULTIPLIER_1);
      c0 =
          p1.lanewise(VectorOperators.LSHR, 32)
              .lanewise(VectorOperators.XOR, c1)
              .lanewise(VectorOperators.XOR, k0 & LOW);
      c2 =
          p0.lanewise(VectorOperators.LSHR, 32)
              .lanewise(VectorOperators.XOR, c3)
              .lanewise(VectorOperators.XOR, k1 & LOW);
      c1 = p1;
      c3 = p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    // A block is two points: words 0 and 2 are their x, 1 and 3 their y.
    IntVector xs = c0.and(LOW).or(c2.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
    IntVector ys = c1.and(LOW).or(c3.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
    ((FloatVector) xs.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0))
        .mul(UNIT)
        .intoArray(x, at);
    ((FloatVector) ys.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0))
        .mul(UNIT)
        .intoArray(y, at);
  }
}
