package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One training: a variant with a seed.
 *
 * @param seed of weights, order, augmentation and drawn points
 * @param folder the run folder, relative to the comparison's
 * @param steps taken
 * @param seconds in training steps, evaluations left out
 * @param secondsByPart of them: {@code data} (waiting for images), {@code forward}, {@code
 *     criterion}, {@code backward}, {@code optimizer}
 * @param curve one point per evaluation
 * @param probes one per evaluation, on the probe images
 * @param accuracy of the last weights; null if the training failed
 * @param bestAp highest AP of an evaluation; null if there was none
 * @param bestStep where it was reached; null likewise
 * @param failure why the training ended early, in one line; null if it did not
 */
public record RunResult(
    long seed,
    String folder,
    long steps,
    double seconds,
    Map<String, Double> secondsByPart,
    List<CurvePoint> curve,
    List<ProbePoint> probes,
    @Nullable Accuracy accuracy,
    @Nullable Double bestAp,
    @Nullable Long bestStep,
    @Nullable String failure) {
  /** Copies the collections, in their order. */
  public RunResult {
    secondsByPart = Collections.unmodifiableMap(new LinkedHashMap<>(secondsByPart));
    curve = List.copyOf(curve);
    probes = List.copyOf(probes);
  }
}
