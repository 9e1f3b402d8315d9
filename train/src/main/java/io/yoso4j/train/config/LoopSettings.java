package io.yoso4j.train.config;

/**
 * Section {@code train}: length of the training.
 *
 * @param steps optimiser steps in all
 * @param batchSize images per step
 */
public record LoopSettings(int steps, int batchSize) {
  /** Checks every value. */
  public LoopSettings {
    Check.within("train.steps", steps, 1, 1_000_000_000);
    Check.within("train.batch_size", batchSize, 1, 65_536);
  }
}
