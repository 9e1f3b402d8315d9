package io.yoso4j.train.pipeline;

import io.yoso4j.criterion.sampling.Philox;

/**
 * Random numbers as a pure function of seed, two subjects (such as draw and image), purpose and
 * index: no state, so neither threads nor a resumed run change them.
 *
 * <p>The first block, keyed by the seed, hashes the subjects to 128 bits; two words of them key the
 * second block, which counts purpose and index.
 */
final class CounterRandom {
  private static final double UNIT = 0x1p-53;

  private final int[] key;

  private CounterRandom(int[] key) {
    this.key = key;
  }

  static CounterRandom of(long seed, long first, long second) {
    int[] block = {(int) first, (int) (first >>> 32), (int) second, (int) (second >>> 32)};
    Philox.block(block, (int) seed, (int) (seed >>> 32));
    return new CounterRandom(block);
  }

  /** Other numbers, all independent of these: those of something within the same sample. */
  CounterRandom fork(Purpose purpose) {
    int[] block = {purpose.number(), -1, key[2], key[3]};
    Philox.block(block, key[0], key[1]);
    return new CounterRandom(block);
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  double uniform(Purpose purpose) {
    return uniform(purpose, 0);
  }

  /** As {@link #uniform(Purpose)}; another index, another number. */
  double uniform(Purpose purpose, int index) {
    return (bits(purpose, index) >>> 11) * UNIT;
  }

  /** Uniform in 0 to {@code bound - 1}; the bias is below {@code bound · 2^-64}. */
  int below(Purpose purpose, int index, int bound) {
    return (int) Math.unsignedMultiplyHigh(bits(purpose, index), bound);
  }

  private long bits(Purpose purpose, int index) {
    int[] block = {purpose.number(), index, key[2], key[3]};
    Philox.block(block, key[0], key[1]);
    return Integer.toUnsignedLong(block[0]) | ((long) block[1] << 32);
  }
}
