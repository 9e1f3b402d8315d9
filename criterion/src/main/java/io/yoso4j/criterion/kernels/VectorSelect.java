package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The points of smallest absolute logit. The first values give bounds for the one that decides;
 * those between the bounds are gathered, and bisected by counting, a compare per vector. Radix
 * selection where the bounds fail.
 */
final class VectorSelect {
  private static final int SAMPLE = 1024;

  private static final double DEVIATIONS = 4;

  /** Values gathered between the bounds at most. */
  private static final int FEW = 1 << 14;

  private static final int NAN = 0x7fc00000;

  private final float[] near = new float[FEW + PointBuffer.SLACK];

  void select(PointBuffer from, int kept, PointBuffer into) {
    int threshold = threshold(from.logits, from.count, kept);
    if (countBelow(from.logits, from.count, threshold + 1) == kept) {
      copyBelow(from, threshold + 1, into);
      into.count = kept;
    } else {
      // Equal magnitudes on both sides of the cut: the first of them are kept.
      SmallestMagnitudes.keep(from, kept, threshold, into);
    }
  }

  /** The k-th smallest key. */
  private int threshold(float[] values, int count, int k) {
    if (k == 0) {
      return 0;
    }
    int low = 0;
    int high = NAN;
    if (count > SAMPLE) {
      // The order of the values is random, so that the first ones tell where the k-th lies, within
      // a
      // few standard deviations.
      double share = (double) k / count;
      double margin = DEVIATIONS * Math.sqrt(SAMPLE * share * (1 - share)) + 2;
      low = bisect(values, SAMPLE, (int) Math.max(1, SAMPLE * share - margin), 0, NAN);
      high = bisect(values, SAMPLE, (int) Math.min(SAMPLE, SAMPLE * share + margin), low, NAN);
    }
    int below = countBelow(values, count, low);
    int notAbove = countBelow(values, count, high + 1);
    if (below >= k || notAbove < k || notAbove - below > FEW) {
      return SmallestMagnitudes.threshold(values, count, k);
    }
    copyBetween(values, count, low, high + 1);
    return bisect(near, notAbove - below, k - below, low, high);
  }

  /** The k-th smallest of some keys, which lies in [low, high]. */
  private static int bisect(float[] values, int count, int k, int low, int high) {
    int from = low;
    int to = high;
    while (from < to) {
      int middle = from + ((to - from) >>> 1);
      if (countBelow(values, count, middle + 1) >= k) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  private static int countBelow(float[] values, int count, int bits) {
    int n = 0;
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      n += keys(values, i).lt(bits).trueCount();
    }
    for (; i < count; i++) {
      n += SmallestMagnitudes.key(values[i]) < bits ? 1 : 0;
    }
    return n;
  }

  /** Magnitudes as integers, at most the common NaN. */
  private static IntVector keys(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at)
        .reinterpretAsInts()
        .and(Integer.MAX_VALUE)
        .min(NAN);
  }

  private void copyBetween(float[] values, int count, int low, int high) {
    int n = 0;
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      IntVector keys = keys(values, i);
      VectorMask<Integer> inside = keys.compare(VectorOperators.GE, low).and(keys.lt(high));
      if (inside.anyTrue()) {
        keys.compress(inside).reinterpretAsFloats().intoArray(near, n);
        n += inside.trueCount();
      }
    }
    for (; i < count; i++) {
      int key = SmallestMagnitudes.key(values[i]);
      if (key >= low && key < high) {
        near[n++] = values[i];
      }
    }
  }

  private static void copyBelow(PointBuffer from, int bits, PointBuffer into) {
    int n = 0;
    int i = 0;
    for (; i <= from.count - LANES; i += LANES) {
      VectorMask<Float> inside = keys(from.logits, i).lt(bits).cast(FLOATS);
      FloatVector.fromArray(FLOATS, from.logits, i).compress(inside).intoArray(into.logits, n);
      FloatVector.fromArray(FLOATS, from.x, i).compress(inside).intoArray(into.x, n);
      FloatVector.fromArray(FLOATS, from.y, i).compress(inside).intoArray(into.y, n);
      n += inside.trueCount();
    }
    for (; i < from.count; i++) {
      if (SmallestMagnitudes.key(from.logits[i]) < bits) {
        into.logits[n] = from.logits[i];
        into.x[n] = from.x[i];
        into.y[n++] = from.y[i];
      }
    }
  }
}
