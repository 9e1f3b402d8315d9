package io.yoso4j.cli.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * One line of a chart; points whose value is not finite are left out when it is built.
 *
 * @param style which dash pattern and colour (0 to 7), so that lines differ without colour, too
 * @param faint drawn thin and without a label, as the noise behind a smoothed line
 */
@SuppressWarnings(
    "ArrayRecordComponent") // package-private, never compared, and points are read in bulk
record Series(String name, double[] x, double[] y, int style, boolean faint) {

  private static final int MOST_POINTS = 240;

  static <T> Series of(
      String name, int style, List<T> points, ToLongFunction<T> x, ToDoubleFunction<T> y) {
    double[] xs = new double[points.size()];
    double[] ys = new double[points.size()];
    int count = 0;
    for (T point : points) {
      double value = y.applyAsDouble(point);
      if (Double.isFinite(value)) {
        xs[count] = x.applyAsLong(point);
        ys[count++] = value;
      }
    }
    return new Series(name, Arrays.copyOf(xs, count), Arrays.copyOf(ys, count), style, false);
  }

  boolean isEmpty() {
    return x.length == 0;
  }

  /** The points behind a smoothed line. */
  Series asFaint() {
    return new Series(name + " (single steps)", x, y, style, true);
  }

  /**
   * Means over equal runs of points, so that a long run stays a small page; the last point always
   * stays as it is.
   */
  Series thinned() {
    if (x.length <= MOST_POINTS) {
      return this;
    }
    double[] xs = new double[MOST_POINTS];
    double[] ys = new double[MOST_POINTS];
    for (int bucket = 0; bucket < MOST_POINTS; bucket++) {
      int from = (int) ((long) bucket * x.length / MOST_POINTS);
      int to = (int) ((long) (bucket + 1) * x.length / MOST_POINTS);
      for (int i = from; i < to; i++) {
        xs[bucket] += x[i] / (to - from);
        ys[bucket] += y[i] / (to - from);
      }
    }
    xs[MOST_POINTS - 1] = x[x.length - 1];
    return new Series(name, xs, ys, style, faint);
  }

  /**
   * Exponential moving average over about {@code span} points, without the pull towards zero at the
   * start.
   */
  Series smoothed(double span) {
    double keep = 1 - 1 / Math.max(1, span);
    double sum = 0;
    double weight = 0;
    double[] smooth = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      sum = keep * sum + (1 - keep) * y[i];
      weight = keep * weight + (1 - keep);
      smooth[i] = sum / weight;
    }
    return new Series(name, x, smooth, style, faint);
  }
}
