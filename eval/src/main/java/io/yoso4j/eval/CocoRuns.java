package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several runs on the same images, whose numbers were computed anew for the same resamples of the
 * images: a paired bootstrap. Objects of an image are matched once, as resampling does not change
 * that. Immutable.
 */
public final class CocoRuns {
  /** Weights of so many images are held at once. */
  private static final int WEIGHTS = 1 << 24;

  private static final int BLOCK = 64;

  private final List<CocoEvaluation> evaluations;
  private final int resamples;

  /** By run, metric and resample; NaN where there is nothing to find. */
  private final double[][][] stats;

  /** The AP by run, category and resample. */
  private final double[][][] classes;

  private CocoRuns(
      List<CocoEvaluation> evaluations, int resamples, double[][][] stats, double[][][] classes) {
    this.evaluations = List.copyOf(evaluations);
    this.resamples = resamples;
    this.stats = stats;
    this.classes = classes;
  }

  /**
   * @param seed of the resamples; the same seed gives the same numbers for any number of threads
   */
  static CocoRuns of(
      List<CocoEvaluation> evaluations,
      List<Matching> matchings,
      EvalConfig config,
      int resamples,
      long seed) {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples is " + resamples + "; it must be at least 1");
    }
    int runs = matchings.size();
    int images = runs == 0 ? 0 : matchings.getFirst().data().imageIds().length;
    int categories = runs == 0 ? 0 : matchings.getFirst().data().categories();
    double[][][] stats = new double[runs][EvalMetric.values().length][resamples];
    double[][][] classes = new double[runs][categories][resamples];
    List<ResampledRun> resampled =
        matchings.stream().map(matching -> new ResampledRun(matching, config)).toList();
    int block = Math.clamp(WEIGHTS / Math.max(1, images), 1, BLOCK);
    for (int from = 0; from < resamples; from += block) {
      int count = Math.min(block, resamples - from);
      ImageWeights weights = new ImageWeights(images, count, from);
      Indexed.forEach(
          images == 0 ? 0 : count, config.threads(), r -> weights.draw(weights.first() + r, seed));
      for (int run = 0; run < runs; run++) {
        ResampledRun one = resampled.get(run);
        one.compute(weights, from, count, config.threads());
        for (int r = 0; r < count; r++) {
          for (EvalMetric metric : EvalMetric.values()) {
            stats[run][metric.place()][from + r] = one.mean(r, metric);
          }
          for (int k = 0; k < categories; k++) {
            classes[run][k][from + r] = one.value(r, EvalMetric.AP, k);
          }
        }
      }
    }
    return new CocoRuns(evaluations, resamples, stats, classes);
  }

  /** Every run by itself, in order. */
  public List<CocoEvaluation> evaluations() {
    return evaluations;
  }

  /** How many resamples intervals come from. */
  public int resamples() {
    return resamples;
  }

  /**
   * Compares one kind of run with another, each repeated, as with other seeds, in pairs.
   *
   * <p>Intervals hold the middle 95% of as many numbers as there are resamples of the images
   * (bootstrap): the mean over the pairs of the difference on resample b, plus {@code t_b × s /
   * √n}, where s is the deviation of the n pairs' differences on all images and t_b is from
   * Student's distribution with n - 1 degrees of freedom, the same for all numbers. So they are
   * wider than those of a bootstrap of images alone by what the choice of repetitions explains, and
   * Student's interval where images do not matter. Variation that comes with both, as when
   * repetitions differ most on few images, counts in both parts, which makes intervals rather too
   * wide than too narrow. With one repetition the interval is of the images alone.
   *
   * @param first indices of the runs of one kind
   * @param second of the other kind, as many, the pair of a run at its place
   * @throws IllegalArgumentException if they are not as many, or none
   */
  public RunDifferences compare(List<Integer> first, List<Integer> second) {
    if (first.isEmpty() || first.size() != second.size()) {
      throw new IllegalArgumentException(
          "first has %d runs and second %d; they must be as many, at least 1"
              .formatted(first.size(), second.size()));
    }
    RepetitionSpread spread = new RepetitionSpread(first.size(), resamples);
    Map<String, Difference> named = new LinkedHashMap<>();
    for (EvalMetric metric : EvalMetric.values()) {
      named.put(
          metric.label(),
          difference(
              values(first, run -> run.value(metric)),
              values(second, run -> run.value(metric)),
              means(first, second, run -> stats[run][metric.place()]),
              spread));
    }
    List<Difference> byClass = new ArrayList<>();
    int categories = evaluations.get(first.getFirst()).categories().size();
    for (int k = 0; k < categories; k++) {
      int category = k;
      byClass.add(
          difference(
              values(first, run -> run.categories().get(category).ap()),
              values(second, run -> run.categories().get(category).ap()),
              means(first, second, run -> classes[run][category]),
              spread));
    }
    return new RunDifferences(named, byClass);
  }

  private interface RunNumber {
    double of(CocoEvaluation run);
  }

  private interface Resampled {
    double[] of(int run);
  }

  private double[] values(List<Integer> runs, RunNumber number) {
    return runs.stream().mapToDouble(run -> number.of(evaluations.get(run))).toArray();
  }

  private static Difference difference(
      double[] first, double[] second, double[] resampled, RepetitionSpread spread) {
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = second[i] - first[i];
    }
    spread.add(resampled, differences);
    return Difference.of(mean(first), mean(second), resampled);
  }

  private static double mean(double[] values) {
    // Below 0 where there is nothing to find, which is so for all runs or for none.
    return Arrays.stream(values).allMatch(v -> v >= 0)
        ? Arrays.stream(values).average().orElse(-1)
        : -1;
  }

  /** Of the differences, over the pairs, by resample. */
  private double[] means(List<Integer> first, List<Integer> second, Resampled values) {
    int n = first.size();
    double[] means = new double[resamples];
    for (int i = 0; i < n; i++) {
      double[] a = values.of(first.get(i));
      double[] b = values.of(second.get(i));
      for (int r = 0; r < resamples; r++) {
        means[r] += (b[r] - a[r]) / n;
      }
    }
    return means;
  }
}
