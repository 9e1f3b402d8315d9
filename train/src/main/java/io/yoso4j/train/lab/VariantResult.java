package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a variant.
 *
 * @param name as in the plan
 * @param runs one per seed, in the plan's order
 * @param summary over the trainings that ended: the numbers of {@link Accuracy#segm} and {@code
 *     best_AP}, {@code seconds}, {@code ms_per_step}, {@code criterion_share} (of a step's time)
 */
public record VariantResult(String name, List<RunResult> runs, Map<String, Spread> summary) {
  /** Copies the collections, in their order. */
  public VariantResult {
    runs = List.copyOf(runs);
    summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
  }

  /** The trainings that ended, not those that failed. */
  public List<RunResult> finished() {
    return runs.stream().filter(run -> run.accuracy() != null).toList();
  }
}
