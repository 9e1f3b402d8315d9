package io.yoso4j.cli.report;

import java.util.Locale;

/** Numbers as a page shows them. */
final class Amount {
  private static final String UNKNOWN = "–";

  private Amount() {}

  /** Three decimals; a dash for what is undefined, written as -1 or NaN. */
  static String of(double value) {
    return value >= 0 ? fixed(value, 3) : UNKNOWN;
  }

  static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** The width of a bar, 0 for what is undefined. */
  static String percent(double value) {
    return value >= 0 ? fixed(100 * Math.min(1, value), 1) : "0";
  }
}
