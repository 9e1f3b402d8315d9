package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.INTS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums of the matching cost with one lane per query. Not thread-safe. */
final class VectorMatch {
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, FLOATS.vectorShape());

  private final float[] logits = new float[MatchTile.POINTS * LANES];
  private final float[] sigmoids = new float[MatchTile.POINTS * LANES];

  void add(MatchTile tile, float[] rows, int upper, int lower, MatchSums sums) {
    for (int lane = 0; lane < sums.queries; lane += LANES) {
      sample(tile, rows, upper, lower, lane, sums.queries);
      activate(tile.count, lane, sums);
      for (int i = 0; i < tile.targetCount; i++) {
        addPairs(tile, i, sums, lane);
      }
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

  private void activate(int count, int lane, MatchSums sums) {
    FloatVector positive = FloatVector.zero(FLOATS);
    int end = count * LANES;
    for (int at = 0; at < end; at += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, logits, at);
      FloatVector magnitude = x.abs();
      // Twice max(x, 0): Java's max costs several instructions.
      positive = positive.add(x.add(magnitude));
      VectorMath.expNonPositive(magnitude.neg()).intoArray(sigmoids, at);
    }
    addTo(sums.positive, lane, positive.mul(0.5f));
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector sigmoid = FloatVector.zero(FLOATS);
    FloatVector product = FloatVector.fromArray(FLOATS, sums.products, lane);
    for (int at = 0; at < end; at += LANES) {
      FloatVector e = FloatVector.fromArray(FLOATS, sigmoids, at);
      FloatVector onePlus = e.add(1f);
      FloatVector s =
          one.blend(e, FloatVector.fromArray(FLOATS, logits, at).lt(0f)).div(onePlus);
      product = product.mul(onePlus);
      sigmoid = sigmoid.add(s);
      s.intoArray(sigmoids, at);
    }
    addTo(sums.sigmoid, lane, sigmoid);
    IntVector.fromArray(INTS, sums.exponents, lane)
        .add(VectorMath.exponent(product))
        .intoArray(sums.exponents, lane);
    VectorMath.mantissa(product).intoArray(sums.products, lane);
  }

  private void addPairs(MatchTile tile, int i, MatchSums sums, int lane) {
    FloatVector logit = FloatVector.zero(FLOATS);
    FloatVector sigmoid = FloatVector.zero(FLOATS);
    int end = tile.starts[i + 1];
    for (int entry = tile.starts[i]; entry < end; entry++) {
      int at = tile.points[entry] * LANES;
      FloatVector label = FloatVector.broadcast(FLOATS, tile.labels[entry]);
      logit = FloatVector.fromArray(FLOATS, logits, at).fma(label, logit);
      sigmoid = FloatVector.fromArray(FLOATS, sigmoids, at).fma(label, sigmoid);
    }
    int at = tile.targets[i] * sums.queries + lane;
    addTo(sums.logitLabel, at, logit);
    addTo(sums.sigmoidLabel, at, sigmoid);
  }

  private static void addTo(double[] totals, int at, FloatVector partial) {
    DoubleVector low = (DoubleVector) partial.convertShape(VectorOperators.F2D, DOUBLES, 0);
    DoubleVector high = (DoubleVector) partial.convertShape(VectorOperators.F2D, DOUBLES, 1);
    DoubleVector.fromArray(DOUBLES, totals, at).add(low).intoArray(totals, at);
    int upper = at + DOUBLES.length();
    DoubleVector.fromArray(DOUBLES, totals, upper).add(high).intoArray(totals, upper);
  }
}
