package io.yoso4j.benchmarks;

import io.yoso4j.model.tensor.Engine;
import io.yoso4j.train.StepMetrics;
import io.yoso4j.train.TrainListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Resident memory and native objects of a long training: preset {@code tiny} on generated images,
 * with evaluations and checkpoints. Prints the slope of the resident memory by least squares.
 *
 * <p>Options: {@code --steps N}, {@code --settle N} (steps before which nothing is counted), {@code
 * --batch N}, {@code --side PIXELS}.
 */
public final class MemoryBench implements TrainListener {
  private static final Set<String> OPTIONS = Set.of("steps", "settle", "batch", "side");
  private static final double MEBIBYTE = 1 << 20;

  private final int settle;
  private final int row;
  private final PrintStream out;
  private final List<double[]> samples = new ArrayList<>();
  private long objects = -1;
  private boolean steady = true;

  private MemoryBench(int settle, int row, PrintStream out) {
    this.settle = settle;
    this.row = row;
    this.out = out;
  }

  /** Runs the bench; exit code 2 for wrong options. */
  public static void main(String[] args) {
    try {
      run(new Arguments(args, OPTIONS), System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void run(Arguments arguments, PrintStream out) {
    int steps = arguments.count("steps", 2000);
    MemoryBench bench =
        new MemoryBench(arguments.count("settle", steps / 4), Math.max(1, steps / 10), out);
    out.println("| step | resident MiB | native objects |");
    out.println("|---|---|---|");
    try (TrainingRuns runs = TrainingRuns.open()) {
      runs.train(
          "memory",
          bench,
          List.of(
              "train.steps=" + steps,
              "train.batch_size=" + arguments.count("batch", 8),
              "augment.image_size=" + arguments.count("side", 96),
              "eval.every=" + Math.max(1, steps / 8),
              "checkpoint.every=" + Math.max(1, steps / 20)));
    }
    out.printf(
        "slope after step %d: %.2f MiB per 1000 steps; native objects %s%n",
        bench.settle, 1000 * bench.slope(), bench.steady ? "the same after every step" : "differ");
  }

  @Override
  public void onStep(StepMetrics metrics) {
    long resident = Engine.residentBytes();
    long live = Engine.liveObjects();
    if (metrics.step() % row == 0 || metrics.step() == 1) {
      out.printf("| %d | %.0f | %d |%n", metrics.step(), resident / MEBIBYTE, live);
    }
    if (metrics.step() > settle) {
      steady &= objects < 0 || objects == live;
      objects = live;
      samples.add(new double[] {metrics.step(), resident / MEBIBYTE});
    }
  }

  /** MiB per step. */
  private double slope() {
    double meanStep = samples.stream().mapToDouble(sample -> sample[0]).average().orElse(0);
    double meanSize = samples.stream().mapToDouble(sample -> sample[1]).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (double[] sample : samples) {
      covariance += (sample[0] - meanStep) * (sample[1] - meanSize);
      variance += (sample[0] - meanStep) * (sample[0] - meanStep);
    }
    return covariance / variance;
  }
}
