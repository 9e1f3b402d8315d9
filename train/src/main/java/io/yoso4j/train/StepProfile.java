package io.yoso4j.train;

import io.yoso4j.train.pipeline.LoaderProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of a run's training steps went. Evaluations and checkpoints are not part of it.
 *
 * @param steps steps made in this process
 * @param images images they took
 * @param parts seconds of {@code data} (waiting for the batch), {@code forward}, {@code criterion},
 *     {@code backward} and {@code optimizer}, in this order
 * @param loader the work of the loader's threads, beside the steps
 * @param loaderThreads how many there are
 */
public record StepProfile(
    long steps, long images, Map<String, Double> parts, LoaderProfile loader, int loaderThreads) {
  /** Copies the map. */
  public StepProfile {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** Seconds of all parts. */
  public double seconds() {
    return parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
