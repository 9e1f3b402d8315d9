package io.yoso4j.model.tensor;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A failure inside the tensor engine: libtorch refused an operation, a device is missing, or the
 * natives could not be loaded. The message is always one line.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What libtorch's allocators, the C++ library and cuDNN say. */
  private static final List<String> OUT_OF_MEMORY =
      List.of(
          "can't allocate memory",
          "not enough memory",
          "out of memory",
          "bad_alloc",
          "status_alloc_failed");

  public EngineException(String message) {
    super(oneLine(message));
  }

  public EngineException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Whether the reason is that the processor's or the GPU's memory was not enough. */
  public boolean outOfMemory() {
    for (Throwable cause = this; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (OUT_OF_MEMORY.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
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
