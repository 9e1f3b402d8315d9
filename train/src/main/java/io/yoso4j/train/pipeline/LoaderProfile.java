package io.yoso4j.train.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of making samples went.
 *
 * @param samples samples made, those that were never used included
 * @param seconds seconds that threads worked on them, summed over threads
 * @param parts seconds of {@code decode}, {@code resize}, {@code jitter} and {@code rasterise}, in
 *     this order; less than {@code seconds} together
 */
public record LoaderProfile(long samples, double seconds, Map<String, Double> parts) {
  /** Copies the map. */
  public LoaderProfile {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}
