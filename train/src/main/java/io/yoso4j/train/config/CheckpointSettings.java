package io.yoso4j.train.config;

/**
 * Section {@code checkpoint}: when the state is saved.
 *
 * @param every steps between checkpoints; 0 saves only at the end
 * @param keep how many states to keep that training can go on from, the last one included; the best
 *     weights are kept besides
 * @param onError what to do when one cannot be written
 */
public record CheckpointSettings(int every, int keep, OnError onError) {
  /** What to do when a state cannot be written, such as to a full disk. */
  public enum OnError {
    /** End the training; the states before are kept. */
    STOP,
    /** Say so, count it, and try again when the next one is due; at the end it is an error. */
    CONTINUE
  }

  /** Checks every value. */
  public CheckpointSettings {
    Check.within("checkpoint.every", every, 0, 1_000_000_000);
    Check.within("checkpoint.keep", keep, 1, 100_000);
    Check.present("checkpoint.on_error", onError);
  }
}
