package io.yoso4j.cli.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /** Three decimals and the sign, with a true minus; a dash for NaN. */
  static String signed(double value) {
    return signed(value, 3);
  }

  static String signed(double value, int decimals) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    String digits = fixed(Math.abs(value), decimals);
    boolean zero = digits.matches("[0.]+");
    return zero ? digits : (value < 0 ? "−" : "+") + digits;
  }

  /** A number, a dash if there is none. */
  static String of(@Nullable Double value) {
    return value == null ? UNKNOWN : of(value.doubleValue());
  }

  /** A number, NaN if there is none. */
  static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  /** The width of a bar, 0 for what is undefined. */
  static String percent(double value) {
    return value >= 0 ? fixed(100 * Math.min(1, value), 1) : "0";
  }
}
