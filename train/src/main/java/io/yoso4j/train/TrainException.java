package io.yoso4j.train;

import org.jspecify.annotations.Nullable;

/** A training or evaluation that cannot go on; the message is one line for the user. */
public final class TrainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, for exit codes. */
  public enum Kind {
    /** The output folder holds something already, or does not hold what is needed. */
    RUN_FOLDER,
    /** A checkpoint is missing, damaged or of another network. */
    CHECKPOINT,
    /** The data does not fit the run. */
    DATA,
    /** The loss or its gradient is not finite. */
    NON_FINITE,
    /** The memory of Java, the machine or the GPU is not enough. */
    MEMORY,
    /** A file could not be written. */
    WRITE,
    /** Another process of the training is lost, or was started differently. */
    RANKS
  }

  private final Kind kind;

  /**
   * @param message one line for the user
   */
  public TrainException(Kind kind, String message) {
    this(kind, message, null);
  }

  TrainException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
