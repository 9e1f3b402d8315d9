package io.yoso4j.train.conformance;

/**
 * How far a network may be from a recorded case, each at least 0; {@link Deviation.Kind} says what
 * a deviation is.
 *
 * @param values activations, terms and gradients
 * @param scores of instances
 * @param pixels share of a mask's or an image's pixels that may differ
 * @param weights after optimiser steps
 */
public record ModelTolerances(double values, double scores, double pixels, double weights) {
  /** 1e-4 for values, scores and pixels; 1e-5 for weights. */
  public static final ModelTolerances USUAL = new ModelTolerances(1e-4, 1e-4, 1e-4, 1e-5);

  /** Checks the values. */
  public ModelTolerances {
    for (double tolerance : new double[] {values, scores, pixels, weights}) {
      if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
        throw new IllegalArgumentException(
            "tolerance (" + tolerance + ") must be finite and at least 0");
      }
    }
  }

  /** The same with another bound for activations, terms and gradients. */
  public ModelTolerances withValues(double value) {
    return new ModelTolerances(value, scores, pixels, weights);
  }
}
