package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.INTS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import io.yoso4j.criterion.sampling.BitPlane;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Values of a packed mask at points: bits are fetched one by one, mixed by the vector. */
final class VectorLabels {
  private static final int CHUNK = 1024;

  /** Marks a point whose pixels are not all inside the mask. */
  private static final int BORDER = -1;

  private int[] windows = new int[0];
  private final int[] bits = new int[CHUNK];
  private final int[] upperWindows = new int[CHUNK];
  private final int[] lowerWindows = new int[CHUNK];
  private final float[] fx = new float[CHUNK];
  private final float[] fy = new float[CHUNK];

  void sample(
      BitPlane plane,
      float[] x,
      float[] y,
      int count,
      int frameHeight,
      int frameWidth,
      float[] out) {
    spread(plane);
    for (int from = 0; from < count; from += CHUNK) {
      int n = Math.min(CHUNK, count - from);
      boolean border = locate(plane, x, y, from, n, frameHeight, frameWidth);
      mix(plane.width(), n, out, from);
      if (border) {
        for (int i = 0; i < n; i++) {
          if (bits[i] < 0) {
            out[from + i] = scalar(plane, x[from + i], y[from + i], frameHeight, frameWidth);
          }
        }
      }
    }
  }

  /** Makes an int for every 16 bits of the mask that holds them and the next 16. */
  private void spread(BitPlane plane) {
    int words = (int) (((long) plane.height() * plane.width() + 63) / 64);
    // One window more than needed, for a mask of one row whose lower row is read but not used.
    int needed = 4 * words + plane.width() / 16 + 2;
    if (windows.length < needed) {
      windows = new int[needed];
    }
    long[] bits = plane.words();
    for (int word = 0; word < words; word++) {
      long w = bits[word];
      long next = word + 1 < words ? bits[word + 1] : 0;
      windows[4 * word] = (int) w;
      windows[4 * word + 1] = (int) (w >>> 16);
      windows[4 * word + 2] = (int) (w >>> 32);
      windows[4 * word + 3] = (int) (w >>> 48 | next << 16);
    }
  }

  private static float scalar(BitPlane plane, float x, float y, int frameHeight, int frameWidth) {
    double px = (double) x * frameWidth + 0.5;
    double py = (double) y * frameHeight + 0.5;
    int column = (int) px;
    int row = (int) py;
    return plane.at(row - 1, column - 1, (float) (py - row), (float) (px - column));
  }

  private boolean locate(
      BitPlane plane, float[] x, float[] y, int from, int count, int frameHeight, int frameWidth) {
    FloatVector w = FloatVector.broadcast(FLOATS, frameWidth);
    FloatVector h = FloatVector.broadcast(FLOATS, frameHeight);
    FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
    VectorMask<Integer> all = VectorMask.fromLong(INTS, -1);
    for (int i = 0; i < count; i += LANES) {
      FloatVector px = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector py = FloatVector.fromArray(FLOATS, y, from + i);
      IntVector column = (IntVector) px.fma(w, half).convert(VectorOperators.F2I, 0);
      IntVector row = (IntVector) py.fma(h, half).convert(VectorOperators.F2I, 0);
      FloatVector right = px.fma(w, half.sub((FloatVector) column.convert(VectorOperators.I2F, 0)));
      FloatVector below = py.fma(h, half.sub((FloatVector) row.convert(VectorOperators.I2F, 0)));
      // Negative where p·W + ½ rounded up to the next pixel.
      VectorMask<Float> pastColumn = right.lt(0f);
      VectorMask<Float> pastRow = below.lt(0f);
      right.add(1f, pastColumn).intoArray(fx, i);
      below.add(1f, pastRow).intoArray(fy, i);
      column = column.sub(1, pastColumn.cast(INTS));
      row = row.sub(1, pastRow.cast(INTS));
      // Rows and columns count from 1 here; 0 and the last one touch the outside.
      VectorMask<Integer> inside =
          column
              .compare(VectorOperators.GE, 1)
              .and(row.compare(VectorOperators.GE, 1))
              .and(column.lt(plane.width()))
              .and(row.lt(plane.height()));
      all = all.and(inside);
      IntVector bit = row.sub(1).mul(plane.width()).add(column.sub(1));
      IntVector safe = IntVector.zero(INTS).blend(bit, inside);
      IntVector.broadcast(INTS, BORDER).blend(bit, inside).intoArray(bits, i);
      safe.lanewise(VectorOperators.LSHR, 4).intoArray(upperWindows, i);
      safe.add(plane.width()).lanewise(VectorOperators.LSHR, 4).intoArray(lowerWindows, i);
    }
    return !all.allTrue();
  }

  private void mix(int width, int count, float[] out, int at) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector none = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += LANES) {
      IntVector bit = IntVector.fromArray(INTS, bits, i);
      IntVector upper =
          IntVector.fromArray(INTS, windows, 0, upperWindows, i)
              .lanewise(VectorOperators.LSHR, bit.and(15));
      IntVector lower =
          IntVector.fromArray(INTS, windows, 0, lowerWindows, i)
              .lanewise(VectorOperators.LSHR, bit.add(width).and(15));
      FloatVector right = FloatVector.fromArray(FLOATS, fx, i);
      FloatVector below = FloatVector.fromArray(FLOATS, fy, i);
      FloatVector left = one.sub(right);
      VectorMask<Float> a = upper.and(1).compare(VectorOperators.NE, 0).cast(FLOATS);
      VectorMask<Float> b = upper.and(2).compare(VectorOperators.NE, 0).cast(FLOATS);
      VectorMask<Float> c = lower.and(1).compare(VectorOperators.NE, 0).cast(FLOATS);
      VectorMask<Float> d = lower.and(2).compare(VectorOperators.NE, 0).cast(FLOATS);
      FloatVector above = none.blend(left, a).add(none.blend(right, b));
      FloatVector beneath = none.blend(left, c).add(none.blend(right, d));
      beneath.sub(above).fma(below, above).intoArray(out, at + i);
    }
  }
}
