package io.yoso4j.model.weights;

/**
 * Bounds on what a pickle may make the reader hold.
 *
 * @param values values created in all
 * @param stack values on the stack at once
 * @param marks marks open at once, that is how deep containers nest while being built
 * @param memo remembered values
 */
record PickleLimits(long values, int stack, int marks, int memo) {
  /** A thousand times what a large detector's checkpoint with optimiser state needs. */
  static final PickleLimits DEFAULT = new PickleLimits(20_000_000, 2_000_000, 1_000, 4_000_000);
}
