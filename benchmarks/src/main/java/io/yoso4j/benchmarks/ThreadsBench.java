package io.yoso4j.benchmarks;

import io.yoso4j.model.weights.DType;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.train.RunPaths;
import io.yoso4j.train.StepMetrics;
import io.yoso4j.train.TrainListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How far trainings with one and with several threads of the tensor engine drift apart: preset
 * {@code tiny} on generated images, same seed.
 *
 * <p>Options: {@code --steps N}, {@code --threads N}, {@code --side PIXELS}.
 */
public final class ThreadsBench {
  private static final Set<String> OPTIONS = Set.of("steps", "threads", "side");

  private ThreadsBench() {}

  /** Runs the bench; exit code 2 for wrong options. */
  public static void main(String[] args) {
    try {
      run(new Arguments(args, OPTIONS), System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private record Run(List<Double> losses, Map<String, WeightTensor> weights) {}

  private static void run(Arguments arguments, PrintStream out) {
    int steps = arguments.count("steps", 50);
    int threads = arguments.count("threads", 2);
    List<String> sets =
        List.of("train.steps=" + steps, "augment.image_size=" + arguments.count("side", 96));
    try (TrainingRuns runs = TrainingRuns.open()) {
      Run one = train(runs, sets, "one", 1);
      Run again = train(runs, sets, "again", 1);
      Run several = train(runs, sets, "several", threads);
      out.println("| | 1 thread twice | 1 and " + threads + " threads |");
      out.println("|---|---|---|");
      for (int step = 1;
          step <= steps;
          step = step < steps ? Math.min(steps, step * 5) : step + 1) {
        out.printf(
            "| loss of step %d, relative | %.1e | %.1e |%n",
            step, relative(one, again, step), relative(one, several, step));
      }
      out.printf(
          "| largest difference of a weight after step %d | %.1e | %.1e |%n",
          steps, largest(one, again), largest(one, several));
    }
  }

  private static Run train(TrainingRuns runs, List<String> sets, String name, int threads) {
    List<String> all = new ArrayList<>(sets);
    all.add("engine.threads=" + threads);
    List<Double> losses = new ArrayList<>();
    RunPaths paths =
        new RunPaths(
            runs.train(
                name,
                new TrainListener() {
                  @Override
                  public void onStep(StepMetrics metrics) {
                    losses.add(metrics.loss());
                  }
                },
                all));
    return new Run(losses, WeightFile.read(paths.lastCheckpoint()).tensors());
  }

  private static double relative(Run a, Run b, int step) {
    double loss = a.losses.get(step - 1);
    return Math.abs(loss - b.losses.get(step - 1)) / Math.abs(loss);
  }

  private static double largest(Run a, Run b) {
    double largest = 0;
    for (Map.Entry<String, WeightTensor> entry : a.weights.entrySet()) {
      if (entry.getKey().startsWith("optimizer.") || entry.getValue().dtype() != DType.F32) {
        continue;
      }
      float[] left = entry.getValue().toFloats();
      float[] right = Objects.requireNonNull(b.weights.get(entry.getKey())).toFloats();
      for (int i = 0; i < left.length; i++) {
        largest = Math.max(largest, Math.abs((double) left[i] - right[i]));
      }
    }
    return largest;
  }
}
