package io.yoso4j.train.config;

/**
 * Section {@code checkpoint}: when the state is saved.
 *
 * @param every steps between checkpoints; 0 saves only at the end
 */
public record CheckpointSettings(int every) {
  /** Checks every value. */
  public CheckpointSettings {
    Check.within("checkpoint.every", every, 0, 1_000_000_000);
  }
}
