package io.yoso4j.criterion;

final class Checks {
  private Checks() {}

  static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
    }
  }

  static void nonNegative(String name, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(name + " (" + value + ") must be finite and at least 0");
    }
  }

  static void fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " (" + value + ") must be in [0, 1]");
    }
  }
}
