package io.yoso4j.benchmarks;

import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Time of our criterion against each size of a workload, the others as in <i>standard</i>, and the
 * order of growth: the slope of time over size, both logarithmic, by least squares.
 *
 * <p>Options: {@code --axes queries,points,targets,stages,side}, {@code --variant set}, {@code
 * --samples N}, {@code --threads N}.
 */
public final class ScalingTable {
  private static final Set<String> OPTIONS = Set.of("axes", "variant", "samples", "threads");
  private static final long SEED = 13;
  private static final double WARM_UP_SECONDS = 2;
  private static final double MOST_SECONDS = 15;

  private static final List<Axis> AXES =
      List.of(
          new Axis("queries", "Q", Workload::withQueries, List.of(50, 100, 200, 400, 800)),
          new Axis("points", "P", Workload::withPoints, List.of(3136, 6272, 12544, 25088, 50176)),
          new Axis("targets", "T per image", Workload::withTargets, List.of(3, 6, 12, 24, 48, 96)),
          new Axis("stages", "", Workload::withStages, List.of(1, 2, 4, 8, 16)),
          new Axis("side", "of the masks", Workload::withSide, List.of(32, 64, 128, 256, 512)));

  /**
   * What is varied.
   *
   * @param name on the command line
   * @param meaning in the table
   * @param vary changes a workload
   * @param values taken
   */
  private record Axis(
      String name,
      String meaning,
      BiFunction<Workload, Integer, Workload> vary,
      List<Integer> values) {

    static Axis named(String name) {
      return AXES.stream()
          .filter(axis -> axis.name.equals(name))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "axis (" + name + ") must be queries, points, targets, stages or side"));
    }

    String label() {
      return (name + " " + meaning).strip();
    }
  }

  private ScalingTable() {}

  /** Prints the table; exit code 1 if a result is wrong, 2 for wrong options. */
  public static void main(String[] args) {
    try {
      run(new Arguments(args, OPTIONS), System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Arguments arguments, PrintStream out) {
    List<Axis> axes =
        arguments.list("axes", AXES.stream().map(Axis::name).toList()).stream()
            .map(Axis::named)
            .toList();
    Variant variant = Variant.named(arguments.text("variant", "set"));
    int threads = arguments.count("threads", Runtime.getRuntime().availableProcessors());
    // Its allocator settings: freed gradients stay in the process, as in training.
    BaselineTuning.beforeStart();
    Engine.start(EngineOptions.defaults().withThreads(threads));
    BaselineTuning.afterStart();
    Duel duel = new Duel(WARM_UP_SECONDS, arguments.count("samples", 15), MOST_SECONDS);
    out.println("| varied | value: median ms | grows with power |");
    out.println("|---|---|--:|");
    for (Axis axis : axes) {
      List<Double> medians = new ArrayList<>();
      for (int value : axis.values) {
        Workload size = axis.vary.apply(Workload.STANDARD, value);
        medians.add(median(size, variant, threads, duel));
      }
      out.printf(
          "| %s | %s | %.2f |%n", axis.label(), cells(axis.values, medians), slope(axis, medians));
    }
  }

  private static String cells(List<Integer> values, List<Double> medians) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      cells.add(String.format("%d: %.1f", values.get(i), medians.get(i)));
    }
    return cells.stream().collect(Collectors.joining(", "));
  }

  private static double slope(Axis axis, List<Double> medians) {
    double[] sizes = axis.values.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] times = medians.stream().mapToDouble(Double::doubleValue).toArray();
    return GrowthOrder.of(sizes, times);
  }

  private static double median(Workload size, Variant variant, int threads, Duel duel) {
    SetCriterionConfig config = variant.preset(size).toBuilder().parallelism(threads).build();
    try (Arena arena = Arena.ofShared();
        NativeGradients gradients = new NativeGradients()) {
      Problem problem = Problem.create(size, variant.columns(size), SEED, arena);
      long[] ids = LongStream.range(0, size.batch()).toArray();
      CriterionResult first =
          SetCriterion.create(config)
              .evaluate(
                  problem.stages(),
                  problem.targets(),
                  PointDraws.counterBased(SEED, 0, ids),
                  gradients);
      if (!first.nonFinite().isEmpty()) {
        throw new IllegalStateException("not finite: " + first.nonFinite());
      }
      Contender contender = new FusedContender("SetCriterion", config, problem);
      return duel.run(List.of(contender), first.total(), () -> {}).getFirst().median();
    }
  }
}
