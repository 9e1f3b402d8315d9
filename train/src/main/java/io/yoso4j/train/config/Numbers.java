package io.yoso4j.train.config;

import java.math.BigDecimal;

/** Text of floating-point settings: short, readable, and exact when read back. */
final class Numbers {
  private static final int PLAIN_SCALE = 12;

  private Numbers() {}

  static String text(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    boolean plain =
        exact.scale() <= PLAIN_SCALE && exact.precision() - exact.scale() <= PLAIN_SCALE;
    if (!plain) {
      return Double.toString(value);
    }
    String text = exact.toPlainString();
    return exact.scale() <= 0 ? text + ".0" : text;
  }
}
