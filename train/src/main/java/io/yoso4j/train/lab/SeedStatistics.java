package io.yoso4j.train.lab;

import io.yoso4j.eval.StudentT;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers over seeds. */
final class SeedStatistics {
  private SeedStatistics() {}

  /**
   * A mean with Student's 95% interval.
   *
   * @param low null for a single value
   * @param high likewise
   */
  record Interval(double mean, @Nullable Double low, @Nullable Double high) {
    /** Whether all of the interval is above 0; never for a single value. */
    boolean above() {
      return low != null && low > 0;
    }

    /** Whether all of the interval is below 0; never for a single value. */
    boolean below() {
      return high != null && high < 0;
    }
  }

  /** Null without values. */
  static @Nullable Interval interval(List<Double> values) {
    if (values.isEmpty()) {
      return null;
    }
    Spread spread = spread(values);
    if (values.size() == 1) {
      return new Interval(spread.mean(), null, null);
    }
    double half = StudentT.point(values.size() - 1) * spread.deviation() / Math.sqrt(values.size());
    return new Interval(spread.mean(), spread.mean() - half, spread.mean() + half);
  }

  /** Of {@code second - first} over the seeds that have both; null if none has. */
  static @Nullable Interval paired(List<@Nullable Double> first, List<@Nullable Double> second) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      Double a = first.get(i);
      Double b = second.get(i);
      if (a != null && b != null) {
        differences.add(b - a);
      }
    }
    return interval(differences);
  }

  /** Null if one is missing, since the mean of the others would be of other seeds. */
  static @Nullable Double mean(List<@Nullable Double> values) {
    if (values.isEmpty() || values.stream().anyMatch(Objects::isNull)) {
      return null;
    }
    return values.stream().filter(Objects::nonNull).mapToDouble(v -> v).average().orElse(0);
  }

  /**
   * @param values at least one
   */
  static Spread spread(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        mean,
        values.size() == 1 ? 0 : Math.sqrt(squares / (values.size() - 1)),
        values.stream().mapToDouble(v -> v).min().orElseThrow(),
        values.stream().mapToDouble(v -> v).max().orElseThrow(),
        values.size());
  }
}
