package io.yoso4j.djl;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Mean values under keys, as DJL's evaluators keep them. Safe for use by several threads. */
final class Means {
  private record Mean(double sum, long count) {
    static final Mean NONE = new Mean(0, 0);
  }

  private final Map<String, Mean> means = new ConcurrentHashMap<>();

  /** Begins a mean, or begins it anew. */
  void begin(String key) {
    means.put(key, Mean.NONE);
  }

  /**
   * @throws IllegalArgumentException if no mean of this key was begun
   */
  void add(String key, double value) {
    require(key);
    means.computeIfPresent(key, (_, mean) -> new Mean(mean.sum + value, mean.count + 1));
  }

  /**
   * The mean, NaN of no values.
   *
   * @throws IllegalArgumentException if no mean of this key was begun
   */
  float get(String key) {
    Mean mean = require(key);
    return (float) (mean.sum / mean.count);
  }

  private Mean require(String key) {
    Mean mean = means.get(key);
    if (mean == null) {
      throw new IllegalArgumentException(
          "accumulator '%s' is not there; added are %s".formatted(key, means.keySet()));
    }
    return mean;
  }
}
