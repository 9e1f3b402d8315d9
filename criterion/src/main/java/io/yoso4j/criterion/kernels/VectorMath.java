package io.yoso4j.criterion.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Activations on vectors, NaN in, NaN out. */
final class VectorMath {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int LANES = FLOATS.length();

  private static final float LOG2_E = 1.442695f;
  private static final float LN2 = 0.6931472f;

  // exp(r) ~ 1 + r + r²(C2 + r(C3 + r(C4 + r·C5))), least relative error on |r| <= ln(2) / 2.
  private static final float C2 = 0.4999923f;
  private static final float C3 = 0.16667114f;
  private static final float C4 = 0.041890137f;
  private static final float C5 = 0.008312532f;

  /** Adding it leaves the rounded value in the lowest bits: 1.5 × 2^23. */
  private static final float ROUNDER = 12582912f;

  /** Below it {@code 1 + exp(t)} is 1 in float32 by far, and the scale stays a normal number. */
  private static final float LOWEST = -87f;

  private static final int ONE_BITS = 0x3f800000;

  private VectorMath() {}

  /**
   * {@code exp(t)} for t of at most 0, with a relative error of about 2e-7 near 0 and an absolute
   * one below 1e-7 everywhere.
   */
  static FloatVector expNonPositive(FloatVector t) {
    FloatVector clamped = t.blend(LOWEST, t.lt(LOWEST));
    FloatVector shifted =
        clamped.fma(FloatVector.broadcast(FLOATS, LOG2_E), FloatVector.broadcast(FLOATS, ROUNDER));
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN2), clamped);
    FloatVector p = FloatVector.broadcast(FLOATS, C5);
    p = p.fma(r, FloatVector.broadcast(FLOATS, C4));
    p = p.fma(r, FloatVector.broadcast(FLOATS, C3));
    p = p.fma(r, FloatVector.broadcast(FLOATS, C2));
    p = p.fma(r.mul(r), r.add(1f));
    FloatVector scale =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .add(ONE_BITS)
            .reinterpretAsFloats();
    return p.mul(scale);
  }
}
