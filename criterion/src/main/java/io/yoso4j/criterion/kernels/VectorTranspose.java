package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes in squares of as many queries and columns as there are lanes: exchanging lanes at
 * distance d between rows at distance d, for d = 1, 2, 4, 8. Two distances are done at once, on
 * four rows. Not thread-safe.
 */
final class VectorTranspose {
  /** Squares of 8 and 16 lanes; other widths are left to the scalar loop. */
  private static final boolean SUPPORTED = LANES == 8 || LANES == 16;

  private static final VectorShuffle<Float> SWAP_1 = swap(1);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final VectorMask<Float> ODD_1 = odd(1);
  private static final VectorMask<Float> ODD_2 = odd(2);
  private static final VectorMask<Float> ODD_4 = odd(4);
  private static final VectorMask<Float> ODD_8 = odd(8);

  private final float[] square = new float[LANES * LANES];

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(FLOATS, i -> (i ^ distance) % LANES);
  }

  private static VectorMask<Float> odd(int distance) {
    long bits = 0;
    for (int lane = 0; lane < LANES; lane++) {
      bits |= (lane & distance) != 0 ? 1L << lane : 0;
    }
    return VectorMask.fromLong(FLOATS, bits);
  }

  void run(
      float[] source,
      int sourceAt,
      int sourceStride,
      int queries,
      int columns,
      float[] rows,
      int at,
      int stride) {
    int wholeQueries = SUPPORTED ? queries - queries % LANES : 0;
    int wholeColumns = columns - columns % LANES;
    for (int query = 0; query < wholeQueries; query += LANES) {
      for (int column = 0; column < wholeColumns; column += LANES) {
        nearRows(source, sourceAt + query * sourceStride + column, sourceStride);
        if (LANES == 16) {
          farRows(rows, at + column * stride + query, stride);
        } else {
          farRowsOfEight(rows, at + column * stride + query, stride);
        }
      }
    }
    Transpose.scalar(
        source, sourceAt, sourceStride, wholeQueries, queries, columns, rows, at, stride);
    Transpose.scalar(
        source,
        sourceAt + wholeColumns,
        sourceStride,
        0,
        wholeQueries,
        columns - wholeColumns,
        rows,
        at + wholeColumns * stride,
        stride);
  }

  private void nearRows(float[] source, int at, int stride) {
    for (int row = 0; row < LANES; row += 4) {
      int from = at + row * stride;
      FloatVector a = FloatVector.fromArray(FLOATS, source, from);
      FloatVector b = FloatVector.fromArray(FLOATS, source, from + stride);
      FloatVector c = FloatVector.fromArray(FLOATS, source, from + 2 * stride);
      FloatVector d = FloatVector.fromArray(FLOATS, source, from + 3 * stride);
      FloatVector a1 = a.blend(b.rearrange(SWAP_1), ODD_1);
      FloatVector b1 = a.rearrange(SWAP_1).blend(b, ODD_1);
      FloatVector c1 = c.blend(d.rearrange(SWAP_1), ODD_1);
      FloatVector d1 = c.rearrange(SWAP_1).blend(d, ODD_1);
      int to = row * LANES;
      a1.blend(c1.rearrange(SWAP_2), ODD_2).intoArray(square, to);
      b1.blend(d1.rearrange(SWAP_2), ODD_2).intoArray(square, to + LANES);
      a1.rearrange(SWAP_2).blend(c1, ODD_2).intoArray(square, to + 2 * LANES);
      b1.rearrange(SWAP_2).blend(d1, ODD_2).intoArray(square, to + 3 * LANES);
    }
  }

  private void farRows(float[] rows, int at, int stride) {
    for (int row = 0; row < 4; row++) {
      int from = row * LANES;
      FloatVector a = FloatVector.fromArray(FLOATS, square, from);
      FloatVector b = FloatVector.fromArray(FLOATS, square, from + 4 * LANES);
      FloatVector c = FloatVector.fromArray(FLOATS, square, from + 8 * LANES);
      FloatVector d = FloatVector.fromArray(FLOATS, square, from + 12 * LANES);
      FloatVector a1 = a.blend(b.rearrange(SWAP_4), ODD_4);
      FloatVector b1 = a.rearrange(SWAP_4).blend(b, ODD_4);
      FloatVector c1 = c.blend(d.rearrange(SWAP_4), ODD_4);
      FloatVector d1 = c.rearrange(SWAP_4).blend(d, ODD_4);
      int to = at + row * stride;
      a1.blend(c1.rearrange(SWAP_8), ODD_8).intoArray(rows, to);
      b1.blend(d1.rearrange(SWAP_8), ODD_8).intoArray(rows, to + 4 * stride);
      a1.rearrange(SWAP_8).blend(c1, ODD_8).intoArray(rows, to + 8 * stride);
      b1.rearrange(SWAP_8).blend(d1, ODD_8).intoArray(rows, to + 12 * stride);
    }
  }

  private void farRowsOfEight(float[] rows, int at, int stride) {
    for (int row = 0; row < 4; row++) {
      FloatVector a = FloatVector.fromArray(FLOATS, square, row * LANES);
      FloatVector b = FloatVector.fromArray(FLOATS, square, (row + 4) * LANES);
      int to = at + row * stride;
      a.blend(b.rearrange(SWAP_4), ODD_4).intoArray(rows, to);
      a.rearrange(SWAP_4).blend(b, ODD_4).intoArray(rows, to + 4 * stride);
    }
  }
}
