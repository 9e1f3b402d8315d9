package io.yoso4j.eval;

import java.util.List;
import java.util.Map;

/**
 * Two runs on the same images. Immutable.
 *
 * <p>Intervals are those of the paired bootstrap: images are drawn with replacement, the same for
 * both runs, and the numbers are computed anew for each resample; the interval holds the middle 95%
 * of the differences. {@link CocoRuns} does so for more than two runs.
 */
public final class CocoComparison {
  private final CocoEvaluation first;
  private final CocoEvaluation second;
  private final int resamples;
  private final Map<String, Difference> stats;
  private final List<Difference> categories;

  private CocoComparison(
      CocoEvaluation first,
      CocoEvaluation second,
      int resamples,
      Map<String, Difference> stats,
      List<Difference> categories) {
    this.first = first;
    this.second = second;
    this.resamples = resamples;
    this.stats = stats;
    this.categories = categories;
  }

  /**
   * @param seed of the resamples; the same seed gives the same intervals for any number of threads
   */
  static CocoComparison of(
      CocoEvaluation first,
      CocoEvaluation second,
      Matching firstMatching,
      Matching secondMatching,
      EvalConfig config,
      int resamples,
      long seed) {
    RunDifferences differences =
        CocoRuns.of(
                List.of(first, second),
                List.of(firstMatching, secondMatching),
                config,
                resamples,
                seed)
            .compare(List.of(0), List.of(1));
    return new CocoComparison(
        first, second, resamples, differences.stats(), differences.categories());
  }

  /** The first run by itself. */
  public CocoEvaluation first() {
    return first;
  }

  /** The second run by itself. */
  public CocoEvaluation second() {
    return second;
  }

  /** How many resamples the intervals come from. */
  public int resamples() {
    return resamples;
  }

  /** The twelve numbers by the names of {@link CocoEvaluation#named()}, in order. */
  public Map<String, Difference> stats() {
    return stats;
  }

  /** AP of each category, by index. Resamples without objects of a category are left out. */
  public List<Difference> categories() {
    return categories;
  }
}
