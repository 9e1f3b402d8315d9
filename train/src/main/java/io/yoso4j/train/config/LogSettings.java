package io.yoso4j.train.config;

/**
 * Section {@code log}: what is written while training.
 *
 * @param every steps between entries of the metrics log
 * @param tensorboard whether TensorBoard event files are written too
 */
public record LogSettings(int every, boolean tensorboard) {
  /** Checks every value. */
  public LogSettings {
    Check.within("log.every", every, 1, 1_000_000_000);
  }
}
