package io.yoso4j.train;

import io.yoso4j.data.dataset.Category;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of itself.
 *
 * @param step optimiser steps taken
 * @param bestAp highest validation mask AP up to this step, or null before the first evaluation
 * @param bestStep step of that evaluation, or 0
 * @param evaluatedStep step of the latest evaluation, or 0
 * @param earlyStop what ending early depends on
 * @param incidents what could not be used so far, by kind
 * @param seconds trained so far, over all resumes
 * @param seed seed of the run
 * @param categories the classes in the order of the network's logits
 * @param config the complete configuration as YAML
 * @param provenance versions, command and data
 */
record CheckpointInfo(
    long step,
    @Nullable Double bestAp,
    long bestStep,
    long evaluatedStep,
    EarlyStop.State earlyStop,
    Map<String, Incident> incidents,
    double seconds,
    long seed,
    List<Category> categories,
    String config,
    Provenance provenance) {
  /** Checks the values, which may come from any file. */
  CheckpointInfo {
    if (step < 0 || bestStep < 0 || bestStep > step || evaluatedStep < 0 || evaluatedStep > step) {
      throw new IllegalArgumentException(
          "steps (%d), best step (%d) and evaluated step (%d) must be at least 0, and none above the first"
              .formatted(step, bestStep, evaluatedStep));
    }
    if (bestAp != null && !(bestAp >= -1 && bestAp <= 1)) {
      throw new IllegalArgumentException("best AP must be -1 to 1, but is " + bestAp);
    }
    if (!(seconds >= 0 && Double.isFinite(seconds))) {
      throw new IllegalArgumentException("seconds must be at least 0, but are " + seconds);
    }
    incidents =
        Collections.unmodifiableMap(
            new LinkedHashMap<>(Objects.requireNonNull(incidents, "incidents")));
    Objects.requireNonNull(earlyStop, "earlyStop");
    Objects.requireNonNull(categories, "categories");
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(provenance, "provenance");
    categories = List.copyOf(categories);
  }
}
