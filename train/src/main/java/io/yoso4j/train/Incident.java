package io.yoso4j.train;

import java.util.List;
import java.util.Objects;

/**
 * Something that a run lost without ending: how often, and the first examples.
 *
 * @param count how often, at least 1
 * @param examples the first few different ones, such as names of images
 */
record Incident(long count, List<String> examples) {
  /** Checks the values, which may come from any file. */
  Incident {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but is " + count);
    }
    examples = List.copyOf(Objects.requireNonNull(examples, "examples"));
  }
}
