package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two runs on the same images. Immutable.
 *
 * <p>Intervals are those of the paired bootstrap: images are drawn with replacement, the same for
 * both runs, and the numbers are computed anew for each resample; the interval holds the middle 95%
 * of the differences. Objects of an image are matched once, as resampling does not change that.
 */
public final class CocoComparison {
  /** Weights of so many images are held at once. */
  private static final int WEIGHTS = 1 << 24;

  private static final int BLOCK = 64;

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
    this.stats = Collections.unmodifiableMap(stats);
    this.categories = List.copyOf(categories);
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
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples is " + resamples + "; it must be at least 1");
    }
    int images = firstMatching.data().imageIds().length;
    int categories = firstMatching.data().categories();
    double[][] stats = new double[EvalMetric.values().length][resamples];
    double[][] classes = new double[categories][resamples];
    ResampledRun a = new ResampledRun(firstMatching, config);
    ResampledRun b = new ResampledRun(secondMatching, config);
    int block = Math.clamp(WEIGHTS / Math.max(1, images), 1, BLOCK);
    for (int from = 0; from < resamples; from += block) {
      int count = Math.min(block, resamples - from);
      ImageWeights weights = new ImageWeights(images, count, from);
      Indexed.forEach(
          images == 0 ? 0 : count, config.threads(), r -> weights.draw(weights.first() + r, seed));
      a.compute(weights, from, count, config.threads());
      b.compute(weights, from, count, config.threads());
      for (int r = 0; r < count; r++) {
        for (EvalMetric metric : EvalMetric.values()) {
          stats[metric.place()][from + r] = b.mean(r, metric) - a.mean(r, metric);
        }
        for (int k = 0; k < categories; k++) {
          classes[k][from + r] = b.value(r, EvalMetric.AP, k) - a.value(r, EvalMetric.AP, k);
        }
      }
    }
    Map<String, Difference> named = new LinkedHashMap<>();
    for (EvalMetric metric : EvalMetric.values()) {
      named.put(
          metric.label(),
          Difference.of(first.value(metric), second.value(metric), stats[metric.place()]));
    }
    List<CategoryResult> firstClasses = first.categories();
    List<CategoryResult> secondClasses = second.categories();
    List<Difference> byClass = new ArrayList<>(categories);
    for (int k = 0; k < categories; k++) {
      byClass.add(Difference.of(firstClasses.get(k).ap(), secondClasses.get(k).ap(), classes[k]));
    }
    return new CocoComparison(first, second, resamples, named, byClass);
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
