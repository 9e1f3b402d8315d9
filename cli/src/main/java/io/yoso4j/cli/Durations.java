package io.yoso4j.cli;

import java.util.Locale;

/** Times as people say them. */
public final class Durations {

  private Durations() {}

  /** For example {@code 8 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  public static String words(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "?";
    }
    long whole = Math.max(0, Math.round(seconds));
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}
