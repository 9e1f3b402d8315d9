package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Several runs on the same images, whose numbers were computed anew for the same resamples of the
 * images: a paired bootstrap. Objects of an image are matched once, as resampling does not change
 * that. Immutable.
 */
public final class CocoRuns {
  /** Weights of so many images are held at once. */
  private static final int WEIGHTS = 1 << 24;

  private static final int BLOCK = 64;

  /** Makes the draws of repetitions others than those of images. */
  private static final long REPETITIONS = 0x5EED_0F_5EED5L;

  private final List<CocoEvaluation> evaluations;
  private final int resamples;
  private final long seed;

  /** By run, metric and resample; NaN where there is nothing to find. */
  private final double[][][] stats;

  /** The AP by run, category and resample. */
  private final double[][][] classes;

  private CocoRuns(
      List<CocoEvaluation> evaluations,
      int resamples,
      long seed,
      double[][][] stats,
      double[][][] classes) {
    this.evaluations = List.copyOf(evaluations);
    this.resamples = resamples;
    this.seed = seed;
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
    return new CocoRuns(evaluations, resamples, seed, stats, classes);
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
   * Compares one kind of run with another, each repeated, as with other seeds. Intervals are of the
   * bootstrap over images and repetitions: both are drawn with replacement, repetitions in pairs.
   *
   * <p>Few repetitions show less of their variation than there is. So the part of the repetitions
   * is stretched until an interval of it alone is as wide as Student's: by {@code t(n - 1) / 1.96 ×
   * sqrt(n / (n - 1))} for n of them (Hesterberg, "What teachers should know about the bootstrap",
   * 2015, section 5.2). With one repetition there is no such part, and the interval is of the
   * images alone.
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
    int[][] draws = draws(first.size());
    Map<String, Difference> named = new LinkedHashMap<>();
    for (EvalMetric metric : EvalMetric.values()) {
      named.put(
          metric.label(),
          Difference.of(
              mean(first, run -> run.value(metric)),
              mean(second, run -> run.value(metric)),
              differences(first, second, run -> stats[run][metric.place()], draws)));
    }
    List<Difference> byClass = new ArrayList<>();
    int categories = evaluations.get(first.getFirst()).categories().size();
    for (int k = 0; k < categories; k++) {
      int category = k;
      byClass.add(
          Difference.of(
              mean(first, run -> run.categories().get(category).ap()),
              mean(second, run -> run.categories().get(category).ap()),
              differences(first, second, run -> classes[run][category], draws)));
    }
    return new RunDifferences(named, byClass);
  }

  /** By resample, how often each repetition was drawn. */
  private int[][] draws(int repetitions) {
    int[][] draws = new int[resamples][repetitions];
    for (int r = 0; r < resamples; r++) {
      SplittableRandom random =
          new SplittableRandom((seed ^ REPETITIONS) * 0x9E3779B97F4A7C15L + r);
      for (int i = 0; i < repetitions; i++) {
        draws[r][random.nextInt(repetitions)]++;
      }
    }
    return draws;
  }

  private interface RunNumber {
    double of(CocoEvaluation run);
  }

  private interface Resampled {
    double[] of(int run);
  }

  private double mean(List<Integer> runs, RunNumber number) {
    double[] values = runs.stream().mapToDouble(run -> number.of(evaluations.get(run))).toArray();
    // Below 0 where there is nothing to find, which is so for all runs or for none.
    return Arrays.stream(values).allMatch(v -> v >= 0)
        ? Arrays.stream(values).average().orElse(-1)
        : -1;
  }

  private double[] differences(
      List<Integer> first, List<Integer> second, Resampled values, int[][] draws) {
    int n = first.size();
    double stretch = StudentT.stretch(n);
    double[] differences = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      double all = 0;
      double drawn = 0;
      for (int i = 0; i < n; i++) {
        double difference = values.of(second.get(i))[r] - values.of(first.get(i))[r];
        all += difference / n;
        drawn += difference * draws[r][i] / n;
      }
      differences[r] = n == 1 ? all : all + stretch * (drawn - all);
    }
    return differences;
  }
}
