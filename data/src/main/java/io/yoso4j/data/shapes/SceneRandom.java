package io.yoso4j.data.shapes;

/**
 * SplitMix64 (Steele, Lea, Flood 2014) started from a mix of several keys, so that an image depends
 * on its own (seed, split, index) only.
 */
final class SceneRandom {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  private SceneRandom(long state) {
    this.state = state;
  }

  static SceneRandom keyed(long... keys) {
    long state = 0;
    for (long key : keys) {
      state = mix(state + GOLDEN + mix(key + GOLDEN));
    }
    return new SceneRandom(state);
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0 (included) to 1 (excluded), 53 bits. */
  double next() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * next();
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) (next() * bound);
  }

  /** About normal, mean 0 and deviation 1: the sum of 4 uniforms, bounded by 3.5. */
  double bell() {
    return (next() + next() + next() + next() - 2) * 1.7320508075688772;
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
