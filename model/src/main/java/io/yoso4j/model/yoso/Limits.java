package io.yoso4j.model.yoso;

/** Checks of configuration values. */
final class Limits {
  /** Far above any real width; keeps a typing error from allocating everything. */
  private static final int LARGEST = 1 << 16;

  private Limits() {}

  static void positive(String name, int value) {
    if (value < 1 || value > LARGEST) {
      throw new IllegalArgumentException(
          name + " (" + value + ") must be between 1 and " + LARGEST);
    }
  }
}
