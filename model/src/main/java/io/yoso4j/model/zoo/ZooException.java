package io.yoso4j.model.zoo;

import org.jspecify.annotations.Nullable;

/**
 * Published weights could not be had. The message is one line that names the weights, what failed
 * and the value found; the remedy is another that says what to do.
 */
public final class ZooException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Kind {
    /** No weights of this name are known. */
    UNKNOWN,
    /** The server cannot be reached, breaks off, or does not have the file. */
    UNAVAILABLE,
    /** What came, or what is in the cache, is not the published file. */
    WRONG,
    /** The cache cannot be written. */
    WRITE
  }

  private final Kind kind;
  private final String remedy;

  ZooException(Kind kind, String message, String remedy) {
    this(kind, message, remedy, null);
  }

  ZooException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  /** What failed. */
  public Kind kind() {
    return kind;
  }

  /** What to do about it, in one line. */
  public String remedy() {
    return remedy;
  }
}
