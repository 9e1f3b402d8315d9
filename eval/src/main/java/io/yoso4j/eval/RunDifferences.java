package io.yoso4j.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How two kinds of runs differ.
 *
 * @param stats the twelve numbers by the names of {@link CocoEvaluation#named()}, in order
 * @param categories AP of each category, by index. Resamples without objects of a category are left
 *     out
 */
public record RunDifferences(Map<String, Difference> stats, List<Difference> categories) {
  /** Copies the collections. */
  public RunDifferences {
    stats = Collections.unmodifiableMap(new LinkedHashMap<>(stats));
    categories = List.copyOf(categories);
  }
}
