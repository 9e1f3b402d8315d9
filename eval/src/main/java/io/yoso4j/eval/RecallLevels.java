package io.yoso4j.eval;

/** The 101 recall levels 0.00, 0.01, ..., 1.00, to the last bit as NumPy's linspace makes them. */
final class RecallLevels {
  static final int COUNT = 101;

  private static final double[] LEVELS = Linspace.of(0, 1, COUNT);

  private RecallLevels() {}

  static double at(int index) {
    return LEVELS[index];
  }
}
