package io.yoso4j.train.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value as it was written, before it has a type.
 *
 * @param value the text of a scalar, the texts of a list, or null
 * @param origin where it was written: {@code file:line}, a {@code --set} argument, a preset
 * @param preset whether a preset wrote it
 */
record Setting(@Nullable Value value, String origin, boolean preset) {

  /** A written value. */
  sealed interface Value {
    /** The value as it would appear in a message. */
    String text();
  }

  /** A single text. */
  record Scalar(String text) implements Value {}

  /** Several texts. */
  record Sequence(List<String> items) implements Value {
    @Override
    public String text() {
      return items.toString();
    }
  }
}
