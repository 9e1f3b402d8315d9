package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The points of smallest absolute logit: counts how many lie below a guess, guesses again by
 * interpolation, until few enough are left to be looked at alone. Counting is a compare per vector.
 */
final class VectorSelect {
  /** So few values are worth gathering. */
  private static final int FEW = 1024;

  private static final int GUESSES = 12;
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
    // Invariant: fewer than k keys are below low, at least k are below high.
    int low = 0;
    int below = 0;
    int high = NAN + 1;
    int notAbove = count;
    for (int guess = 0; guess < GUESSES && notAbove - below > FEW; guess++) {
      int middle = guess % 3 == 2 ? low + ((high - low) >>> 1) : guess(low, below, high, notAbove, k);
      int found = countBelow(values, count, middle);
      if (found < k) {
        low = middle;
        below = found;
      } else {
        high = middle;
        notAbove = found;
      }
    }
    int size = notAbove - below;
    if (size > FEW) {
      return SmallestMagnitudes.threshold(values, count, k);
    }
    copyBetween(values, count, low, high);
    return SmallestMagnitudes.threshold(near, size, k - below);
  }

  /** Between the bounds, where a straight line through the counts reaches k. */
  private static int guess(int low, int below, int high, int notAbove, int k) {
    float from = Float.intBitsToFloat(low);
    float to = high > 0x7f7fffff ? 16f : Float.intBitsToFloat(high);
    float at = from + (to - from) * (k - below) / (notAbove - below);
    int bits = Float.floatToIntBits(at);
    return Math.clamp(bits, low + 1, high - 1);
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
      VectorMask<Integer> inside =
          keys.compare(VectorOperators.GE, low).and(keys.lt(high));
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
