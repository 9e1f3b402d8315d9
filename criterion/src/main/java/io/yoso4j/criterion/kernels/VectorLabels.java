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

  private final int[] bits = new int[CHUNK];
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
    for (int from = 0; from < count; from += CHUNK) {
      int n = Math.min(CHUNK, count - from);
      locate(plane, x, y, from, n, frameHeight, frameWidth);
      boolean border = false;
      for (int i = 0; i < n; i++) {
        int bit = bits[i];
        border |= bit < 0;
        bits[i] = bit < 0 ? BORDER : plane.quad(bit);
      }
      mix(n, out, from);
      if (border) {
        for (int i = 0; i < n; i++) {
          if (bits[i] == BORDER) {
            out[from + i] = scalar(plane, x[from + i], y[from + i], frameHeight, frameWidth);
          }
        }
      }
    }
  }

  private static float scalar(BitPlane plane, float x, float y, int frameHeight, int frameWidth) {
    double px = (double) x * frameWidth + 0.5;
    double py = (double) y * frameHeight + 0.5;
    int column = (int) px;
    int row = (int) py;
    return plane.at(row - 1, column - 1, (float) (py - row), (float) (px - column));
  }

  private void locate(
      BitPlane plane, float[] x, float[] y, int from, int count, int frameHeight, int frameWidth) {
    FloatVector w = FloatVector.broadcast(FLOATS, frameWidth);
    FloatVector h = FloatVector.broadcast(FLOATS, frameHeight);
    FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
    for (int i = 0; i < count; i += LANES) {
      FloatVector px = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector py = FloatVector.fromArray(FLOATS, y, from + i);
      IntVector column = (IntVector) px.fma(w, half).convert(VectorOperators.F2I, 0);
      IntVector row = (IntVector) py.fma(h, half).convert(VectorOperators.F2I, 0);
      px.fma(w, half.sub((FloatVector) column.convert(VectorOperators.I2F, 0))).intoArray(fx, i);
      py.fma(h, half.sub((FloatVector) row.convert(VectorOperators.I2F, 0))).intoArray(fy, i);
      // Rows and columns count from 1 here; 0 and the last one touch the outside.
      VectorMask<Integer> inside =
          column
              .compare(VectorOperators.GE, 1)
              .and(row.compare(VectorOperators.GE, 1))
              .and(column.lt(plane.width()))
              .and(row.lt(plane.height()));
      IntVector.broadcast(INTS, BORDER)
          .blend(row.sub(1).mul(plane.width()).add(column.sub(1)), inside)
          .intoArray(bits, i);
    }
  }

  private void mix(int count, float[] out, int at) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector none = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += LANES) {
      IntVector quad = IntVector.fromArray(INTS, bits, i);
      FloatVector right = FloatVector.fromArray(FLOATS, fx, i);
      FloatVector below = FloatVector.fromArray(FLOATS, fy, i);
      FloatVector left = one.sub(right);
      VectorMask<Float> a = quad.and(8).compare(VectorOperators.NE, 0).cast(FLOATS);
      VectorMask<Float> b = quad.and(4).compare(VectorOperators.NE, 0).cast(FLOATS);
      VectorMask<Float> c = quad.and(2).compare(VectorOperators.NE, 0).cast(FLOATS);
      VectorMask<Float> d = quad.and(1).compare(VectorOperators.NE, 0).cast(FLOATS);
      FloatVector upper = none.blend(left, a).add(none.blend(right, b));
      FloatVector lower = none.blend(left, c).add(none.blend(right, d));
      lower.sub(upper).fma(below, upper).intoArray(out, at + i);
    }
  }
}
