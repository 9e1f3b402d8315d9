package io.yoso4j.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options of the form {@code --name value}. */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads the options.
   *
   * @param names allowed names, without dashes
   * @throws IllegalArgumentException naming the option that is unknown or has no value
   */
  Arguments(String[] args, Set<String> names) {
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      if (!names.contains(name)) {
        throw new IllegalArgumentException("option (" + args[i] + ") must be one of " + names);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("option --" + name + " needs a value");
      }
      values.put(name, args[i + 1]);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  List<String> list(String name, List<String> fallback) {
    String value = values.get(name);
    return value == null ? fallback : List.of(value.split(",", -1));
  }

  /** A whole number, at least 1. */
  int count(String name, int fallback) {
    String value = values.get(name);
    try {
      int count = value == null ? fallback : Integer.parseInt(value);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new IllegalArgumentException(
        "option --" + name + " (" + value + ") must be a whole number of at least 1");
  }
}
