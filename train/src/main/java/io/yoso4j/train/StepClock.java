package io.yoso4j.train;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where the time of training steps goes. */
final class StepClock {
  /** Parts of a step. */
  enum Part {
    DATA,
    FORWARD,
    CRITERION,
    BACKWARD,
    OPTIMIZER
  }

  private final EnumMap<Part, Long> nanos = new EnumMap<>(Part.class);
  private long last = System.nanoTime();

  /** Time since the last call is not counted. */
  void skip() {
    last = System.nanoTime();
  }

  /** Time since the last call went to {@code part}. */
  void lap(Part part) {
    long now = System.nanoTime();
    nanos.merge(part, now - last, Long::sum);
    last = now;
  }

  /** Seconds by part, lower-case names. */
  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.forEach((part, value) -> seconds.put(part.name().toLowerCase(Locale.ROOT), value / 1e9));
    return seconds;
  }
}
