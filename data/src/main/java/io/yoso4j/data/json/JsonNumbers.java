package io.yoso4j.data.json;

import java.nio.charset.StandardCharsets;

/**
 * Numbers as JSON writes them, to the nearest double; NaN and the infinities as Python writes them.
 */
public final class JsonNumbers {
  /** Whole numbers up to here are exact as a double, as are the powers below. */
  private static final long MAX_EXACT = 1L << 53;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** So many digits always fit a long. */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_LENGTH = 400;

  private JsonNumbers() {}

  /** Whether a byte can be part of a number, or of NaN or Infinity. */
  public static boolean isPart(byte b) {
    return (b >= '0' && b <= '9')
        || b == '.'
        || b == '-'
        || b == '+'
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z');
  }

  /**
   * The number in {@code bytes[from, to)}.
   *
   * @throws NumberFormatException if it is not one number and nothing else, or longer than 400
   *     characters
   */
  public static double parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative) {
      at++;
    }
    int wholeFrom = at;
    long digits = 0;
    while (at < to && isDigit(bytes[at])) {
      digits = digits * 10 + (bytes[at++] - '0');
    }
    int count = at - wholeFrom;
    if (count == 0 || (count > 1 && bytes[wholeFrom] == '0')) {
      return special(bytes, from, to);
    }
    int decimals = 0;
    if (at < to && bytes[at] == '.') {
      int decimalsFrom = ++at;
      while (at < to && isDigit(bytes[at])) {
        digits = digits * 10 + (bytes[at++] - '0');
      }
      decimals = at - decimalsFrom;
      if (decimals == 0) {
        throw malformed(bytes, from, to);
      }
    }
    // An overflow of digits is harmless: it is then not used.
    boolean exact =
        count + decimals <= MAX_DIGITS && digits <= MAX_EXACT && decimals < POWERS.length;
    if (at == to && exact) {
      double value = digits / POWERS[decimals];
      return negative ? -value : value;
    }
    return slow(bytes, from, at, to);
  }

  /**
   * Whether {@code bytes[from, to)}, which are digits and at most one point, are a number whose
   * digits fit a double exactly.
   *
   * @param point where the point is, or -1
   */
  static boolean isExact(byte[] bytes, int from, int point, int to, long digits) {
    int whole = (point < 0 ? to : point) - from;
    int decimals = point < 0 ? 0 : to - 1 - point;
    return whole > 0
        && (whole == 1 || bytes[from] != '0')
        && (point < 0 || decimals > 0)
        && whole + decimals <= MAX_DIGITS
        && digits <= MAX_EXACT;
  }

  /** Exact digits divided by a power of ten: one rounding. */
  static double scaled(long digits, int decimals) {
    return digits / POWERS[decimals];
  }

  private static double slow(byte[] bytes, int from, int exponentAt, int to) {
    int at = exponentAt;
    if (at < to) {
      if (bytes[at] != 'e' && bytes[at] != 'E') {
        throw malformed(bytes, from, to);
      }
      at++;
      if (at < to && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      int digitsFrom = at;
      while (at < to && isDigit(bytes[at])) {
        at++;
      }
      if (at == digitsFrom || at < to) {
        throw malformed(bytes, from, to);
      }
    }
    if (to - from > MAX_LENGTH) {
      throw malformed(bytes, from, to);
    }
    return Double.parseDouble(text(bytes, from, to));
  }

  private static double special(byte[] bytes, int from, int to) {
    if (to - from <= 9) {
      switch (text(bytes, from, to)) {
        case "NaN" -> {
          return Double.NaN;
        }
        case "Infinity" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-Infinity" -> {
          return Double.NEGATIVE_INFINITY;
        }
        default -> {}
      }
    }
    throw malformed(bytes, from, to);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static NumberFormatException malformed(byte[] bytes, int from, int to) {
    int shown = Math.min(to - from, 40);
    return new NumberFormatException(
        "\""
            + text(bytes, from, from + shown)
            + (shown < to - from ? "…" : "")
            + "\" is no number");
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
