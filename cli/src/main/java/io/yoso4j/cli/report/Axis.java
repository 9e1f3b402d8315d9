package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A linear axis from {@code from} (data) to {@code to}, with ticks at round numbers. */
record Axis(double from, double to, double step) {

  /**
   * The smallest axis with about {@code ticks} round steps that covers the range; an empty range
   * gets a width of one.
   */
  static Axis covering(double min, double max, int ticks) {
    double low = Double.isFinite(min) ? min : 0;
    double high = Double.isFinite(max) && max > low ? max : low + 1;
    double raw = (high - low) / ticks;
    double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
    double ratio = raw / magnitude;
    double step = magnitude * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    return new Axis(Math.floor(low / step) * step, Math.ceil(high / step - 1e-9) * step, step);
  }

  /** The same range without rounding outwards, for a horizontal axis that ends at the last step. */
  Axis endingAt(double end) {
    return new Axis(from, Math.max(end, from + Math.ulp(from) + 1e-300), step);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i < 100 && from + i * step <= to + step * 1e-6; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** Where a value lies, 0 at the start and 1 at the end. */
  double position(double value) {
    return (value - from) / (to - from);
  }

  String label(double tick) {
    if (Math.abs(tick) < step * 1e-6) {
      return "0";
    }
    if (tick < 0) {
      return "−" + label(-tick);
    }
    if (Math.max(Math.abs(from), Math.abs(to)) < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", tick).replace("e-0", "e-");
    }
    if (step >= 1000 && tick % 1000 == 0) {
      return String.format(Locale.ROOT, "%.0fk", tick / 1000);
    }
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", tick);
  }
}
