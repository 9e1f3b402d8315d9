package io.yoso4j.model.weights;

import io.yoso4j.data.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A weight file could not be read or written. The message is one line that names the file, the part
 * of it or the tensor, the constraint that failed and the value found.
 */
public final class WeightException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_QUOTED = 120;

  private final transient @Nullable Path file;

  /**
   * @param message what is wrong, to stand after the file's name
   */
  public WeightException(Path file, String message) {
    this(file, message, null);
  }

  WeightException(Path file, String message, @Nullable Throwable cause) {
    super(file + ": " + message, cause);
    this.file = file;
  }

  WeightException(String message) {
    super(message);
    this.file = null;
  }

  static WeightException unwritable(Path file, IOException cause) {
    return new WeightException(file, "cannot be written: " + AtomicFile.reason(cause), cause);
  }

  /** The file at fault; null for errors about tensors in memory. */
  public @Nullable Path file() {
    return file;
  }

  /** Untrusted text made safe for a one-line message: quoted, escaped and cut. */
  static String quote(String untrusted) {
    StringBuilder quoted = new StringBuilder("'");
    int shown = Math.min(untrusted.length(), MAX_QUOTED);
    for (int i = 0; i < shown; i++) {
      char c = untrusted.charAt(i);
      boolean plain =
          !Character.isISOControl(c)
              && !Character.isSurrogate(c)
              && Character.isDefined(c)
              && Character.getType(c) != Character.FORMAT
              && c != '\u2028'
              && c != '\u2029';
      if (plain) {
        quoted.append(c);
      } else {
        quoted.append(String.format("\\u%04x", (int) c));
      }
    }
    return quoted.append(shown < untrusted.length() ? "…'" : "'").toString();
  }
}
