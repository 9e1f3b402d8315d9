package io.yoso4j.criterion.kernels;

import static io.yoso4j.criterion.kernels.VectorMath.FLOATS;
import static io.yoso4j.criterion.kernels.VectorMath.LANES;

import io.yoso4j.criterion.loss.MaskLoss;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@link MaskLoss} with one lane per point: sums in one pass, the gradient in a second. */
final class VectorLoss {
  /** Points between two additions to the double totals; at most 64 vectors. */
  private static final int CHUNK = 64 * LANES;

  private static final double LN_2 = Math.log(2);

  private final float[] lanes = new float[LANES];
  private double hinge;
  private double sigmoidSum;
  private double labelSum;
  private double overlap;
  private double logs;

  MaskLoss evaluate(
      float[] logits,
      float[] labels,
      int points,
      double crossEntropyScale,
      double diceScale,
      float[] gradient) {
    if (points == 0) {
      return new MaskLoss(0, 0);
    }
    hinge = 0;
    sigmoidSum = 0;
    labelSum = 0;
    overlap = 0;
    logs = 0;
    for (int from = 0; from < points; from += CHUNK) {
      sum(logits, labels, from, Math.min(points, from + CHUNK));
    }
    double numerator = 2 * overlap + 1;
    double denominator = sigmoidSum + labelSum + 1;
    slope(
        logits,
        labels,
        points,
        (float) (crossEntropyScale / points),
        (float) (-2 * diceScale / denominator),
        (float) (diceScale * numerator / (denominator * denominator)),
        gradient);
    return new MaskLoss((hinge + logs) / points, 1 - numerator / denominator);
  }

  private void sum(float[] logits, float[] labels, int from, int to) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector positives = FloatVector.zero(FLOATS);
    FloatVector products = FloatVector.zero(FLOATS);
    FloatVector sigmoids = FloatVector.zero(FLOATS);
    FloatVector labelled = FloatVector.zero(FLOATS);
    FloatVector overlaps = FloatVector.zero(FLOATS);
    FloatVector factors = FloatVector.broadcast(FLOATS, 1f);
    for (int i = from; i < to; i += LANES) {
      VectorMask<Float> used = FLOATS.indexInRange(i, to);
      FloatVector x = FloatVector.fromArray(FLOATS, logits, i);
      FloatVector y = FloatVector.fromArray(FLOATS, labels, i, used);
      FloatVector magnitude = x.abs();
      FloatVector e = VectorMath.expNonPositive(magnitude.neg());
      FloatVector onePlus = e.add(1f);
      FloatVector s = one.blend(e, x.lt(0f)).div(onePlus);
      factors = factors.mul(one.blend(onePlus, used));
      positives = positives.add(x.add(magnitude), used);
      products = products.add(x.mul(y), used);
      sigmoids = sigmoids.add(s, used);
      labelled = labelled.add(y);
      overlaps = overlaps.add(s.mul(y), used);
    }
    factors.intoArray(lanes, 0);
    int exponent = 0;
    double product = 1;
    for (float factor : lanes) {
      int bits = Float.floatToRawIntBits(factor);
      exponent += (bits >>> 23) - 127;
      product *= Float.intBitsToFloat((bits & 0x007fffff) | 0x3f800000);
    }
    logs += exponent * LN_2 + Math.log(product);
    // Lane by lane: the order in which reduceLanes adds changes when the code is compiled.
    positives.intoArray(lanes, 0);
    hinge += 0.5 * sumOfLanes();
    products.intoArray(lanes, 0);
    hinge -= sumOfLanes();
    sigmoids.intoArray(lanes, 0);
    sigmoidSum += sumOfLanes();
    labelled.intoArray(lanes, 0);
    labelSum += sumOfLanes();
    overlaps.intoArray(lanes, 0);
    overlap += sumOfLanes();
  }

  private double sumOfLanes() {
    double sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  private static void slope(
      float[] logits,
      float[] labels,
      int points,
      float perPoint,
      float perOverlap,
      float perSigmoid,
      float[] gradient) {
    FloatVector overlapSlope = FloatVector.broadcast(FLOATS, perOverlap);
    FloatVector sigmoidSlope = FloatVector.broadcast(FLOATS, perSigmoid);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < points; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, logits, i);
      FloatVector y = FloatVector.fromArray(FLOATS, labels, i);
      FloatVector e = VectorMath.expNonPositive(x.abs().neg());
      FloatVector majority = one.div(e.add(1f));
      FloatVector minority = e.mul(majority);
      // s - y keeps its relative precision as (1 - y) - (1 - s) where s is near 1.
      VectorMask<Float> negative = x.lt(0f);
      FloatVector residual = one.sub(y).sub(minority).blend(minority.sub(y), negative);
      y.fma(overlapSlope, sigmoidSlope)
          .mul(minority.mul(majority))
          .add(residual.mul(perPoint))
          .intoArray(gradient, i);
    }
  }
}
