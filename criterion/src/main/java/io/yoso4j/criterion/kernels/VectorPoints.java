package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.INTS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Reading and writing framed planes at points. Not thread-safe. */
final class VectorPoints {
  /** Points whose taps fit the first-level cache. */
  private static final int CHUNK = 1024;

  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, i -> 2 * i % LANES);
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(FLOATS, i -> 2 * i % LANES + 1);
  private static final VectorMask<Float> FIRST_HALF =
      VectorMask.fromLong(FLOATS, (1L << (LANES / 2)) - 1);

  private static final VectorShuffle<Float> TWICE_LOW = VectorShuffle.fromOp(FLOATS, i -> i / 2);
  private static final VectorShuffle<Float> TWICE_HIGH =
      VectorShuffle.fromOp(FLOATS, i -> (i + LANES) / 2);
  private static final VectorMask<Float> ODD_LANES =
      VectorMask.fromLong(FLOATS, 0xAAAAAAAAAAAAAAAAL);
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, FLOATS.vectorShape());
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private double[] pairs = new double[0];
  private final int[] at = new int[CHUNK];
  private final float[] fx = new float[CHUNK];
  private final float[] fy = new float[CHUNK];

  static boolean split(float[] xy, int count, float[] x, float[] y) {
    VectorMask<Float> inside = VectorMask.fromLong(FLOATS, -1);
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, xy, 2 * i);
      FloatVector b = FloatVector.fromArray(FLOATS, xy, 2 * i + LANES);
      inside =
          inside
              .and(a.compare(VectorOperators.GE, 0f))
              .and(a.compare(VectorOperators.LE, 1f))
              .and(b.compare(VectorOperators.GE, 0f))
              .and(b.compare(VectorOperators.LE, 1f));
      b.rearrange(EVEN).blend(a.rearrange(EVEN), FIRST_HALF).intoArray(x, i);
      b.rearrange(ODD).blend(a.rearrange(ODD), FIRST_HALF).intoArray(y, i);
    }
    boolean rest = ScalarKernels.split(xy, i, count, x, y);
    return rest && inside.allTrue();
  }

  void sample(float[] plane, int height, int width, float[] x, float[] y, int count, float[] out) {
    int stride = width + 2;
    int size = (height + 2) * stride;
    boolean paired = count >= size / 4;
    if (paired) {
      pair(plane, size);
    }
    for (int from = 0; from < count; from += CHUNK) {
      int n = Math.min(CHUNK, count - from);
      setTaps(height, width, x, y, from, n);
      int done = paired ? gatherPairs(stride, n, out, from) : 0;
      for (int i = done; i < n; i++) {
        int p = at[i];
        float a = plane[p];
        float c = plane[p + stride];
        float upper = a + (plane[p + 1] - a) * fx[i];
        float lower = c + (plane[p + stride + 1] - c) * fx[i];
        out[from + i] = upper + (lower - upper) * fy[i];
      }
    }
  }

  /** Puts every pixel and its right neighbour into one double, so that a gather fetches both. */
  private void pair(float[] plane, int size) {
    if (pairs.length < size) {
      pairs = new double[size];
    }
    int half = LANES / 2;
    int i = 0;
    for (; i + LANES < size; i += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, plane, i);
      FloatVector right = FloatVector.fromArray(FLOATS, plane, i + 1);
      left.rearrange(TWICE_LOW)
          .blend(right.rearrange(TWICE_LOW), ODD_LANES)
          .reinterpretAsDoubles()
          .intoArray(pairs, i);
      left.rearrange(TWICE_HIGH)
          .blend(right.rearrange(TWICE_HIGH), ODD_LANES)
          .reinterpretAsDoubles()
          .intoArray(pairs, i + half);
    }
    for (; i < size; i++) {
      long left = Integer.toUnsignedLong(Float.floatToRawIntBits(plane[i]));
      long right = i + 1 < size ? Float.floatToRawIntBits(plane[i + 1]) : 0;
      pairs[i] = Double.longBitsToDouble(LITTLE_ENDIAN ? right << 32 | left : left << 32 | right);
    }
  }

  /** Reads whole vectors of points, the rows mixed before the columns. */
  private int gatherPairs(int stride, int count, float[] out, int outAt) {
    int half = LANES / 2;
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      FloatVector y = FloatVector.fromArray(FLOATS, fy, i);
      FloatVector upper0 = DoubleVector.fromArray(DOUBLES, pairs, 0, at, i).reinterpretAsFloats();
      FloatVector upper1 =
          DoubleVector.fromArray(DOUBLES, pairs, 0, at, i + half).reinterpretAsFloats();
      FloatVector lower0 =
          DoubleVector.fromArray(DOUBLES, pairs, stride, at, i).reinterpretAsFloats();
      FloatVector lower1 =
          DoubleVector.fromArray(DOUBLES, pairs, stride, at, i + half).reinterpretAsFloats();
      FloatVector mixed0 = lower0.sub(upper0).fma(y.rearrange(TWICE_LOW), upper0);
      FloatVector mixed1 = lower1.sub(upper1).fma(y.rearrange(TWICE_HIGH), upper1);
      FloatVector left = mixed1.rearrange(EVEN).blend(mixed0.rearrange(EVEN), FIRST_HALF);
      FloatVector right = mixed1.rearrange(ODD).blend(mixed0.rearrange(ODD), FIRST_HALF);
      right.sub(left).fma(FloatVector.fromArray(FLOATS, fx, i), left).intoArray(out, outAt + i);
    }
    return i;
  }

  void scatter(
      float[] plane, int height, int width, float[] x, float[] y, float[] values, int count) {
    int stride = width + 2;
    for (int from = 0; from < count; from += CHUNK) {
      int n = Math.min(CHUNK, count - from);
      setTaps(height, width, x, y, from, n);
      for (int i = 0; i < n; i++) {
        int p = at[i];
        float value = values[from + i];
        float lower = value * fy[i];
        float upper = value - lower;
        float upperRight = upper * fx[i];
        float lowerRight = lower * fx[i];
        plane[p] += upper - upperRight;
        plane[p + 1] += upperRight;
        plane[p + stride] += lower - lowerRight;
        plane[p + stride + 1] += lowerRight;
      }
    }
  }

  /** Positions and fractions of points; the fractions are exact to the last bit. */
  private void setTaps(int height, int width, float[] x, float[] y, int from, int count) {
    FloatVector w = FloatVector.broadcast(FLOATS, width);
    FloatVector h = FloatVector.broadcast(FLOATS, height);
    FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
    for (int i = 0; i < count; i += LANES) {
      FloatVector px = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector py = FloatVector.fromArray(FLOATS, y, from + i);
      IntVector column = (IntVector) px.fma(w, half).convert(VectorOperators.F2I, 0);
      IntVector row = (IntVector) py.fma(h, half).convert(VectorOperators.F2I, 0);
      // The rounding of p·W + ½ would show in the fraction; subtracting inside the fma avoids it.
      FloatVector right = px.fma(w, half.sub((FloatVector) column.convert(VectorOperators.I2F, 0)));
      FloatVector below = py.fma(h, half.sub((FloatVector) row.convert(VectorOperators.I2F, 0)));
      // Negative where it rounded up to the next pixel.
      VectorMask<Float> pastColumn = right.lt(0f);
      VectorMask<Float> pastRow = below.lt(0f);
      right.add(1f, pastColumn).intoArray(fx, i);
      below.add(1f, pastRow).intoArray(fy, i);
      column = column.sub(1, pastColumn.cast(INTS));
      row = row.sub(1, pastRow.cast(INTS));
      row.mul(width + 2).add(column).intoArray(at, i);
    }
  }
}
