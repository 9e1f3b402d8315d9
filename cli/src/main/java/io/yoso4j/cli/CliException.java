package io.yoso4j.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line for the user and an exit code. */
final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final @Nullable String remedy;

  CliException(ExitCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param remedy what the user can do, the end of the line; null for the usual pointer to {@code
   *     --help}
   */
  CliException(ExitCode code, String message, @Nullable String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  ExitCode code() {
    return code;
  }

  @Nullable String remedy() {
    return remedy;
  }
}
