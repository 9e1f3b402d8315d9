package io.yoso4j.benchmarks;

import io.yoso4j.benchmarks.PhaseClock.Phase;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.GradientLayout;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Our criterion beside the same operator sequence on libtorch, in one run: first both must agree on
 * the same draws, then they are timed in turns, then their memory is measured.
 *
 * <p>Options: {@code --sizes small,standard,large,dense}, {@code --variants set,full,hybrid},
 * {@code --samples N}, {@code --seconds N} per case, {@code --threads N}, {@code --json FILE}.
 */
public final class CriterionComparison {
  private static final Set<String> OPTIONS =
      Set.of("sizes", "variants", "samples", "seconds", "threads", "json");
  private static final long SEED = 11;
  private static final double WARM_UP_SECONDS = 6;
  private static final double IDLE_LOAD = 0.5;
  private static final int MEMORY_SAMPLES = 3;

  private final Duel duel;
  private final int threads;
  private final PrintStream out;

  private CriterionComparison(Arguments arguments, PrintStream out) {
    duel =
        new Duel(WARM_UP_SECONDS, arguments.count("samples", 25), arguments.count("seconds", 60));
    threads = threads(arguments);
    this.out = out;
  }

  private static int threads(Arguments arguments) {
    return arguments.count("threads", Runtime.getRuntime().availableProcessors());
  }

  /** Runs the comparison; exit code 1 if the sides disagree, 2 for wrong options. */
  public static void main(String[] args) throws IOException {
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

  private static void run(Arguments arguments, PrintStream out) throws IOException {
    List<Workload> sizes =
        arguments.list("sizes", Workload.names()).stream().map(Workload::named).toList();
    List<Variant> variants =
        arguments.list("variants", List.of("set", "full", "hybrid")).stream()
            .map(Variant::named)
            .toList();
    CriterionComparison comparison = new CriterionComparison(arguments, out);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    if (load > IDLE_LOAD) {
      out.printf("the machine is busy: load average %.1f%n", load);
    }
    if (!BaselineTuning.missing().isEmpty()) {
      out.println("libtorch is faster with " + BaselineTuning.missing());
    }
    BaselineTuning.beforeStart();
    Engine.start(EngineOptions.defaults().withThreads(comparison.threads));
    BaselineTuning.afterStart();
    if (!PeakMemory.supported()) {
      out.println("peak memory: not told by this system");
    } else if (!PeakMemory.heapIsResident()) {
      out.println("peak memory: run with -XX:+AlwaysPreTouch and -Xms equal to -Xmx");
    }
    List<ComparisonRow> rows = new ArrayList<>();
    for (Workload size : sizes) {
      for (Variant variant : variants) {
        if (arguments.has("variants") || usual(size, variant)) {
          rows.addAll(comparison.compare(size, variant));
        }
      }
    }
    out.println(ComparisonTable.header());
    rows.forEach(row -> out.println(ComparisonTable.line(row)));
    if (arguments.has("json")) {
      ComparisonFile.write(Path.of(arguments.text("json", "")), comparison.threads, rows);
    }
  }

  /** The cases whose times in Python are known, and the dense one. */
  private static boolean usual(Workload size, Variant variant) {
    return switch (variant) {
      case SET -> true;
      case FULL -> !size.equals(Workload.DENSE);
      case HYBRID -> size.equals(Workload.SMALL);
    };
  }

  private List<ComparisonRow> compare(Workload size, Variant variant) {
    SetCriterionConfig config = variant.preset(size).toBuilder().parallelism(threads).build();
    try (Arena arena = Arena.ofShared();
        OperatorScope _ = new OperatorScope()) {
      Problem problem = Problem.create(size, variant.columns(size), SEED, arena);
      OperatorBatch batch = OperatorBatch.of(problem.stages(), problem.targets());
      out.printf("%s %s: %s%n", size.name(), variant.label(), size.description());
      double expected = verify(config, problem, batch);
      PhaseClock clock = new PhaseClock();
      List<Contender> contenders =
          List.of(
              new OperatorContender(config, batch, clock),
              new FusedContender("SetCriterion", config, problem),
              new FusedContender("SetCriterion, matched planes", matchedPlanes(config), problem));
      List<Samples> samples = duel.run(contenders, expected, clock::reset);
      Map<Phase, Double> phases = new EnumMap<>(Phase.class);
      for (Phase phase : Phase.values()) {
        phases.put(phase, clock.milliseconds(phase));
      }
      return rows(size, variant, contenders, samples, phases);
    }
  }

  private static SetCriterionConfig matchedPlanes(SetCriterionConfig config) {
    return config.toBuilder().gradientLayout(GradientLayout.MATCHED).build();
  }

  /** The total both sides agree on. */
  private double verify(SetCriterionConfig config, Problem problem, OperatorBatch batch) {
    long[] ids = LongStream.range(0, problem.targets().size()).toArray();
    PointDraws draws = PointDraws.counterBased(SEED, 0, ids);
    try (NativeGradients gradients = new NativeGradients();
        OperatorScope _ = new OperatorScope()) {
      CriterionResult ours =
          SetCriterion.create(config)
              .evaluate(problem.stages(), problem.targets(), draws, gradients);
      OperatorResult operators =
          new OperatorCriterion(config, OperatorDraws.of(draws), new PhaseClock()).evaluate(batch);
      Agreement agreement = Agreement.of(operators, ours);
      out.printf(
          "  agree on total %.6f: terms within %.1e, gradients within %.1e of the largest%s%n",
          ours.total(),
          agreement.term(),
          agreement.gradient(),
          agreement.outliers() == 0 ? "" : " but for " + agreement.outliers() + " entries");
      return ours.total();
    }
  }

  private List<ComparisonRow> rows(
      Workload size,
      Variant variant,
      List<Contender> contenders,
      List<Samples> samples,
      Map<Phase, Double> phases) {
    List<ComparisonRow> rows = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      long peak = peakBytes(contender);
      ComparisonRow reference = rows.isEmpty() ? null : rows.getFirst();
      double median = samples.get(i).median();
      ComparisonRow row =
          new ComparisonRow(
              size.name(),
              variant.label(),
              contender.name(),
              samples.get(i).count(),
              median,
              samples.get(i).min(),
              reference == null ? 1 : reference.medianMs() / median,
              peak,
              peak < 0 ? Double.NaN : reference == null ? 1 : (double) reference.peakBytes() / peak,
              i == 0 ? phases : Map.of());
      rows.add(row);
      out.println("  " + ComparisonTable.line(row));
    }
    return rows;
  }

  /** The least of a few, because whatever else the process does only adds. */
  private static long peakBytes(Contender contender) {
    if (!PeakMemory.supported()) {
      return -1;
    }
    return LongStream.range(0, MEMORY_SAMPLES)
        .map(step -> PeakMemory.of(() -> contender.evaluate(step)))
        .min()
        .orElseThrow();
  }
}
