package io.yoso4j.train.config;

import java.util.List;

/**
 * A setting that cannot be used: unknown, of the wrong type, or outside its range.
 *
 * <p>The message is one line. Once a {@link ConfigLoader} has seen the exception it begins with the
 * place the value came from: {@code file:line} or the {@code --set} argument.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> keys;

  ConfigException(String message) {
    this(List.of(), message);
  }

  /**
   * @param keys the settings the problem is about, the most likely culprit first
   * @param problem one line that names the setting, its value and the constraint
   */
  ConfigException(List<String> keys, String problem) {
    super(problem);
    this.keys = List.copyOf(keys);
  }

  ConfigException(String message, Throwable cause) {
    super(message, cause);
    this.keys = List.of();
  }

  /** The settings the problem is about, such as {@code train.steps}; empty when there is none. */
  public List<String> keys() {
    return keys == null ? List.of() : keys;
  }

  /** One printable line of at most 80 characters, for quoting foreign text in a message. */
  static String quoted(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(81)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(line::appendCodePoint);
    if (line.codePointCount(0, line.length()) > 80) {
      line.setLength(line.offsetByCodePoints(0, 77));
      line.append("...");
    }
    return "\"" + line + "\"";
  }
}
