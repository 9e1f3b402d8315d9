package io.yoso4j.train.config;

/**
 * Section {@code train}: length of the training.
 *
 * @param steps optimiser steps in all
 * @param batchSize images that are in memory together
 * @param accumulate batches per step, one after the other; their gradients add up to that of one
 *     batch of {@code batchSize} times {@code accumulate} images
 * @param onNonFinite what to do with a step whose loss or gradient is not finite
 * @param maxSkips how many such steps in a row may be left out before the training stops
 */
public record LoopSettings(
    int steps, int batchSize, int accumulate, OnNonFinite onNonFinite, int maxSkips) {
  /** What to do with a step whose loss or gradient is not finite. */
  public enum OnNonFinite {
    /** Record it and end the training with an error that names term, stage, query and image. */
    STOP,
    /** Record it, leave it out, count it and go on with the next images. */
    SKIP
  }

  /** Checks every value. */
  public LoopSettings {
    Check.within("train.steps", steps, 1, 1_000_000_000);
    Check.within("train.batch_size", batchSize, 1, 65_536);
    Check.within("train.accumulate", accumulate, 1, 65_536);
    Check.present("train.on_non_finite", onNonFinite);
    Check.within("train.max_skips", maxSkips, 1, 1_000_000);
  }
}
