package io.yoso4j.train.config;

/**
 * Section {@code checkpoint}: when the state is saved.
 *
 * @param every steps between checkpoints; 0 saves only at the end
 * @param keep how many states to keep that training can go on from, the last one included; the best
 *     weights are kept besides
 */
public record CheckpointSettings(int every, int keep) {
  /** Checks every value. */
  public CheckpointSettings {
    Check.within("checkpoint.every", every, 0, 1_000_000_000);
    Check.within("checkpoint.keep", keep, 1, 100_000);
  }
}
