package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.INTS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Sums of the matching cost with one lane per query. Not thread-safe. */
final class VectorMatch {
  private float[] positive = new float[0];
  private float[] sigmoid = new float[0];
  private float[] logitLabel = new float[0];
  private float[] sigmoidLabel = new float[0];
  private final float[] logits = new float[MatchTile.POINTS * LANES];
  private final float[] sigmoids = new float[MatchTile.POINTS * LANES];

  static long pointsBetween(MatchTile tile, int first, int last) {
    long inside = 0;
    for (int p = 0; p < tile.count; p += LANES) {
      IntVector columns = IntVector.fromArray(INTS, tile.targetColumns, p);
      inside |=
          columns
                  .compare(VectorOperators.GE, first)
                  .and(columns.compare(VectorOperators.LE, last))
                  .toLong()
              << p;
    }
    return tile.count == MatchTile.POINTS ? inside : inside & ((1L << tile.count) - 1);
  }

  void add(MatchTile tile, float[] rows, int upper, int lower, MatchSums sums) {
    int queries = sums.queries;
    if (positive.length < queries) {
      positive = new float[queries];
      sigmoid = new float[queries];
    }
    int pairs = tile.targetCount * queries;
    if (logitLabel.length < pairs) {
      logitLabel = new float[pairs];
      sigmoidLabel = new float[pairs];
    }
    for (int lane = 0; lane < queries; lane += LANES) {
      sample(tile, rows, upper, lower, lane, queries);
      exponentials(tile.count, lane);
      activate(tile.count, lane, sums.products);
      for (int i = 0; i < tile.targetCount; i++) {
        addPairs(tile, i, i * queries + lane);
      }
    }
    addTo(sums.positive, 0, positive, 0, queries);
    addTo(sums.sigmoid, 0, sigmoid, 0, queries);
    normalise(sums.products, sums.exponents, queries);
    for (int i = 0; i < tile.targetCount; i++) {
      int at = tile.targets[i] * queries;
      addTo(sums.logitLabel, at, logitLabel, i * queries, queries);
      addTo(sums.sigmoidLabel, at, sigmoidLabel, i * queries, queries);
    }
  }

  private void sample(MatchTile tile, float[] rows, int upper, int lower, int lane, int stride) {
    for (int p = 0; p < tile.count; p++) {
      int left = tile.columns[p] * stride + lane;
      FloatVector x = FloatVector.fromArray(FLOATS, rows, upper + left).mul(tile.upperLeft[p]);
      x =
          FloatVector.fromArray(FLOATS, rows, upper + left + stride)
              .fma(FloatVector.broadcast(FLOATS, tile.upperRight[p]), x);
      FloatVector y = FloatVector.fromArray(FLOATS, rows, lower + left).mul(tile.lowerLeft[p]);
      y =
          FloatVector.fromArray(FLOATS, rows, lower + left + stride)
              .fma(FloatVector.broadcast(FLOATS, tile.lowerRight[p]), y);
      x.add(y).intoArray(logits, p * LANES);
    }
  }

  private void exponentials(int count, int lane) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int end = count * LANES;
    for (int at = 0; at < end; at += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, logits, at);
      FloatVector magnitude = x.abs();
      // Twice max(x, 0): Java's max costs several instructions.
      sum = sum.add(x.add(magnitude));
      VectorMath.expNonPositive(magnitude.neg()).intoArray(sigmoids, at);
    }
    sum.mul(0.5f).intoArray(positive, lane);
  }

  private void activate(int count, int lane, float[] products) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector sum = FloatVector.zero(FLOATS);
    FloatVector product = FloatVector.fromArray(FLOATS, products, lane);
    int end = count * LANES;
    for (int at = 0; at < end; at += LANES) {
      FloatVector e = FloatVector.fromArray(FLOATS, sigmoids, at);
      FloatVector onePlus = e.add(1f);
      FloatVector s = one.blend(e, FloatVector.fromArray(FLOATS, logits, at).lt(0f)).div(onePlus);
      product = product.mul(onePlus);
      sum = sum.add(s);
      s.intoArray(sigmoids, at);
    }
    sum.intoArray(sigmoid, lane);
    product.intoArray(products, lane);
  }

  private void addPairs(MatchTile tile, int i, int to) {
    FloatVector logit = FloatVector.zero(FLOATS);
    FloatVector s = FloatVector.zero(FLOATS);
    int end = tile.starts[i + 1];
    for (int entry = tile.starts[i]; entry < end; entry++) {
      int at = tile.points[entry] * LANES;
      FloatVector label = FloatVector.broadcast(FLOATS, tile.labels[entry]);
      logit = FloatVector.fromArray(FLOATS, logits, at).fma(label, logit);
      s = FloatVector.fromArray(FLOATS, sigmoids, at).fma(label, s);
    }
    logit.intoArray(logitLabel, to);
    s.intoArray(sigmoidLabel, to);
  }

  // Plain loops from here: the compiler vectorises them, and vectors handed to methods may be
  // boxed.

  private static void addTo(double[] totals, int at, float[] partials, int from, int count) {
    for (int i = 0; i < count; i++) {
      totals[at + i] += partials[from + i];
    }
  }

  private static void normalise(float[] products, int[] exponents, int count) {
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToRawIntBits(products[i]);
      exponents[i] += (bits >>> 23) - 127;
      products[i] = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f800000);
    }
  }
}
