package io.yoso4j.train.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Range checks of the settings records; each failure names the key, the value and the range. */
final class Check {
  private Check() {}

  static void within(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw outside(key, Long.toString(value), min + " to " + max);
    }
  }

  static void within(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw outside(key, Double.toString(value), Numbers.text(min) + " to " + Numbers.text(max));
    }
  }

  /** As {@link #within(String, double, double, double)} with the lower end left out. */
  static void above(String key, double value, double min, double max) {
    if (!(value > min && value <= max)) {
      throw outside(
          key,
          Double.toString(value),
          "above " + Numbers.text(min) + ", up to " + Numbers.text(max));
    }
  }

  static void oneOf(String key, int value, List<Integer> allowed) {
    if (!allowed.contains(value)) {
      throw new ConfigException(
          List.of(key), key + " is " + value + ", but must be one of " + allowed);
    }
  }

  static void present(String key, @Nullable Object value) {
    if (value == null) {
      throw new ConfigException(List.of(key), key + " must have a value, but is null");
    }
  }

  static void size(String key, List<Double> values, int size) {
    if (values.size() != size) {
      throw new ConfigException(
          List.of(key), key + " must be a list of " + size + " numbers, but is " + values);
    }
  }

  static ConfigException outside(String key, String value, String range) {
    return new ConfigException(
        List.of(key), key + " is " + value + ", but must be in the range " + range);
  }
}
