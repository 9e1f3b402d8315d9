package io.yoso4j.train.lab;

import java.util.List;
import java.util.Locale;

/** Numbers in sentences. */
final class Words {
  private Words() {}

  /** An AP with three decimals. */
  static String ap(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A difference of APs with its sign. */
  static String signed(double value) {
    String text = String.format(Locale.ROOT, "%+.3f", value);
    return text.equals("-0.000") || text.equals("+0.000") ? "0.000" : text;
  }

  /** Milliseconds, seconds and the like, with three digits. */
  static String short3(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }

  /** {@code 1 seed}, {@code 3 seeds}. */
  static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** {@code a, b and c}. */
  static String and(List<String> things) {
    if (things.size() < 2) {
      return String.join("", things);
    }
    return String.join(", ", things.subList(0, things.size() - 1)) + " and " + things.getLast();
  }
}
