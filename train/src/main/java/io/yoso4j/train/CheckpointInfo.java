package io.yoso4j.train;

import io.yoso4j.data.dataset.Category;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of itself.
 *
 * @param step optimiser steps taken
 * @param bestAp highest validation mask AP up to this step, or null before the first evaluation
 * @param bestStep step of that evaluation, or 0
 * @param seconds trained so far, over all resumes
 * @param seed seed of the run
 * @param categories the classes in the order of the network's logits
 * @param config the complete configuration as YAML
 * @param versions of yoso4j, Java and libtorch
 */
record CheckpointInfo(
    long step,
    @Nullable Double bestAp,
    long bestStep,
    double seconds,
    long seed,
    List<Category> categories,
    String config,
    Versions versions) {
  /** Versions of what made a run. */
  record Versions(String yoso4j, String java, String libtorch) {}
}
