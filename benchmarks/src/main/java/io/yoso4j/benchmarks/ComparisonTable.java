package io.yoso4j.benchmarks;

import io.yoso4j.benchmarks.PhaseClock.Phase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows as aligned text, which is a Markdown table at the same time. */
final class ComparisonTable {
  private static final String FORMAT = "| %-8s | %-7s | %-24s | %9s | %9s | %6s | %8s | %6s | %s |";
  private static final double MEBIBYTE = 1 << 20;

  private ComparisonTable() {}

  static String header() {
    return String.format(
            FORMAT,
            "size",
            "variant",
            "criterion",
            "median ms",
            "min ms",
            "faster",
            "peak MiB",
            "less",
            "matcher / classes / masks / backward ms")
        + "\n|---|---|---|--:|--:|--:|--:|--:|---|";
  }

  static String line(ComparisonRow row) {
    return String.format(
        Locale.ROOT,
        FORMAT,
        row.size(),
        row.variant(),
        row.contender(),
        number("%.1f", row.medianMs()),
        number("%.1f", row.minMs()),
        number("%.1f×", row.timesFaster()),
        row.peakBytes() < 0 ? "?" : number("%.1f", row.peakBytes() / MEBIBYTE),
        Double.isNaN(row.timesLess()) ? "?" : number("%.1f×", row.timesLess()),
        row.phasesMs().isEmpty()
            ? ""
            : Arrays.stream(Phase.values())
                .map(phase -> number("%.1f", row.phasesMs().getOrDefault(phase, 0.0)))
                .collect(Collectors.joining(" / ")));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
