package io.yoso4j.model;

/** The logistic function from a table, error below 2e-7. */
final class Sigmoid {
  private static final int STEPS_PER_UNIT = 256;
  private static final int LIMIT = 18;
  private static final float[] TABLE = new float[LIMIT * STEPS_PER_UNIT + 2];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      TABLE[i] = (float) (1 / (1 + Math.exp(-(double) i / STEPS_PER_UNIT)));
    }
  }

  private Sigmoid() {}

  /** Between 0 and 1. */
  static float of(float logit) {
    return logit < 0 ? 1 - ofPositive(-logit) : ofPositive(logit);
  }

  /** Between 0.5 and 1; {@code logit} is at least 0. */
  static float ofPositive(float logit) {
    if (!(logit < LIMIT)) {
      return 1;
    }
    float scaled = logit * STEPS_PER_UNIT;
    int low = (int) scaled;
    float fraction = scaled - low;
    return TABLE[low] + fraction * (TABLE[low + 1] - TABLE[low]);
  }
}
