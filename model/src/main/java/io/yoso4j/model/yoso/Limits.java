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

  static void freezeAt(int value) {
    if (value < 0 || value > 5) {
      throw new IllegalArgumentException("freezeAt (" + value + ") must be 0 to 5");
    }
  }
}
