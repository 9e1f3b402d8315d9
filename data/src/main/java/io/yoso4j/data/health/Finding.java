package io.yoso4j.data.health;

import java.util.List;

/**
 * A problem that a data set has.
 *
 * @param problem which one
 * @param count how often, at least 1
 * @param of among how many (images, objects, categories or parts); 0 where that says nothing
 * @param examples the first cases, in the order of the data set
 */
public record Finding(Problem problem, long count, long of, List<Occurrence> examples) {
  /** Copies the list. */
  public Finding {
    examples = List.copyOf(examples);
  }
}
