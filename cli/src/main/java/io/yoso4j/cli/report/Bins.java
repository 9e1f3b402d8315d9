package io.yoso4j.cli.report;

import io.yoso4j.cli.report.BarChart.Bar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Sorts values into bars. */
final class Bins {

  private Bins() {}

  /** Whole numbers in at most {@code most} bars of equal, round width. */
  static List<Bar> ofCounts(double[] values, int most) {
    int max = (int) Arrays.stream(values).max().orElse(0);
    int width = 1;
    for (int power = 1; max / width + 1 > most; power *= 10) {
      for (int digit : new int[] {2, 5, 10}) {
        if (max / width + 1 > most) {
          width = digit * power;
        }
      }
    }
    long[] counts = new long[max / width + 1];
    for (double value : values) {
      counts[(int) value / width]++;
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      int from = i * width;
      String words = width == 1 ? Integer.toString(from) : from + " to " + (from + width - 1);
      bars.add(new Bar(Integer.toString(from), words, counts[i], width > 1));
    }
    return bars;
  }

  /**
   * Positive values in bars whose edges are {@code 2^(k / perOctave)}, from the smallest to the
   * largest value.
   */
  static List<Bar> ofRatios(double[] values, int perOctave) {
    if (values.length == 0) {
      return List.of(new Bar("", "", 0, true));
    }
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (double value : values) {
      first = Math.min(first, bin(value, perOctave));
      last = Math.max(last, bin(value, perOctave));
    }
    long[] counts = new long[last - first + 1];
    for (double value : values) {
      counts[bin(value, perOctave) - first]++;
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      String from = number(Math.pow(2, (double) (first + i) / perOctave));
      String to = number(Math.pow(2, (double) (first + i + 1) / perOctave));
      bars.add(new Bar(from, from + " to " + to, counts[i], true));
    }
    return bars;
  }

  /** Shares from 0 to 1 in {@code count} bars, in percent. */
  static List<Bar> ofShares(double[] values, int count) {
    long[] counts = new long[count];
    for (double value : values) {
      counts[Math.clamp((long) (value * count), 0, count - 1)]++;
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String from = number(100.0 * i / count);
      bars.add(
          new Bar(
              from,
              "%s to %s%%".formatted(from, number(100.0 * (i + 1) / count)),
              counts[i],
              true));
    }
    return bars;
  }

  private static int bin(double value, int perOctave) {
    return (int) Math.floor(Math.log(value) / Math.log(2) * perOctave + 1e-9);
  }

  static String number(double value) {
    if (Math.rint(value) == value) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%.0f", value);
  }
}
