package io.yoso4j.model.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A failure inside the tensor engine: libtorch refused an operation, a device is missing, or the
 * natives could not be loaded. The message is always one line.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(oneLine(message));
  }

  public EngineException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  /** {@code operation} failed on tensors described by {@code inputs}. */
  static EngineException of(String operation, String inputs, RuntimeException cause) {
    return new EngineException(
        operation + "(" + inputs + "): " + firstSentence(cause.getMessage()), cause);
  }

  private static String firstSentence(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "unknown libtorch error";
    }
    return message.strip().lines().findFirst().orElse("unknown libtorch error").strip();
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
