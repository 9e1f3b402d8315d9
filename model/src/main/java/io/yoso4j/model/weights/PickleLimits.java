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
  /**
   * A ResNet-50 model's checkpoint makes about 20,000 values, one with optimiser state three times
   * that.
   */
  static final PickleLimits DEFAULT = new PickleLimits(5_000_000, 1_000_000, 1_000, 2_000_000);
}
