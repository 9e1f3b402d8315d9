package io.yoso4j.train.lab;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.eval.CategoryResult;
import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.CocoRuns;
import io.yoso4j.train.InstanceEvaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the result together once all trainings are over. */
final class ResultBuilder {
  private static final long SEED = 1;

  private final LabPlan plan;
  private final LabPaths paths;
  private final VariantConfig configs;
  private final CocoDataset val;
  private final List<LabRun> runs;
  private final LabListener listener;

  ResultBuilder(
      LabPlan plan,
      LabPaths paths,
      VariantConfig configs,
      CocoDataset val,
      List<LabRun> runs,
      LabListener listener) {
    this.plan = plan;
    this.paths = paths;
    this.configs = configs;
    this.val = val;
    this.runs = runs;
    this.listener = listener;
  }

  /** Empty if the user asks to stop before it is whole. */
  Optional<LabResult> build(Journal journal) {
    listener.onMeasure("the last weights of all trainings on the validation images");
    Map<String, Integer> places = new HashMap<>();
    List<List<CocoResult>> found = new ArrayList<>();
    for (LabRun run : runs) {
      if (run.state().finished()) {
        List<CocoResult> results = run.found(val, listener::stopRequested);
        if (results == null) {
          return Optional.empty();
        }
        places.put(run.name(), found.size());
        found.add(results);
      }
    }
    listener.onMeasure("differences, with " + plan.resamples() + " resamples");
    CocoRuns resampled = InstanceEvaluation.resample(val, found, plan.resamples(), SEED);
    List<VariantResult> variants = variants(places, resampled);
    if (listener.stopRequested()) {
      return Optional.empty();
    }
    listener.onMeasure("the losses alone, at several sizes");
    Optional<PointsPair> pair = PointsPair.find(plan, configs);
    EfficiencyMeter.Measured efficiency = efficiency(variants, pair);
    List<PairedComparison> comparisons = new ComparisonBuilder(plan, places, resampled).build();
    Convergence convergence = new ConvergenceBuilder(variants).build();
    List<Claim> claims = ClaimBuilder.build(plan, configs, pair, variants, efficiency, convergence);
    return Optional.of(
        new LabResult(
            LabResult.FORMAT,
            plan,
            Environments.of(runs),
            variants,
            efficiency.rows(),
            comparisons,
            convergence,
            claims,
            new Verdict(plan, variants, comparisons).sentences(),
            journal.cost(trainingSeconds())));
  }

  private List<VariantResult> variants(Map<String, Integer> places, CocoRuns resampled) {
    List<VariantResult> variants = new ArrayList<>();
    for (VariantPlan variant : plan.variants()) {
      List<RunResult> results = new ArrayList<>();
      for (LabRun run : of(variant)) {
        Integer place = places.get(run.name());
        results.add(
            result(run, place == null ? null : accuracy(resampled.evaluations().get(place))));
      }
      variants.add(new VariantResult(variant.name(), results, summary(results)));
    }
    return variants;
  }

  private List<LabRun> of(VariantPlan variant) {
    return runs.stream().filter(run -> run.variant().equals(variant)).toList();
  }

  private RunResult result(LabRun run, @Nullable Accuracy accuracy) {
    RunState state = run.state();
    Map<String, Double> parts = new LinkedHashMap<>();
    double seconds = 0;
    for (RunState.Turn turn : state.turns()) {
      turn.secondsByPart().forEach((part, value) -> parts.merge(part, value, Double::sum));
      seconds += turn.seconds();
    }
    List<CurvePoint> curve = TrainingCurve.of(state.turns());
    Optional<CurvePoint> best =
        curve.stream().max(Comparator.comparingDouble(p -> Objects.requireNonNull(p.ap())));
    return new RunResult(
        run.seed(),
        paths.root().relativize(run.folder()).toString().replace('\\', '/'),
        state.step(),
        seconds,
        parts,
        curve,
        state.probes().stream().map(RunState.Probed::point).toList(),
        accuracy,
        best.map(CurvePoint::ap).orElse(null),
        best.map(CurvePoint::step).orElse(null),
        state.failure());
  }

  private Accuracy accuracy(CocoEvaluation evaluation) {
    Map<String, @Nullable Double> segm = new LinkedHashMap<>();
    evaluation.named().forEach((name, value) -> segm.put(name, known(value)));
    List<ClassAccuracy> classes = new ArrayList<>();
    for (CategoryResult category : evaluation.categories()) {
      classes.add(
          new ClassAccuracy(
              plan.classes().get(category.category()),
              category.instances(),
              known(category.ap()),
              known(category.ap50())));
    }
    return new Accuracy(segm, classes);
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) || value < 0 ? null : value;
  }

  private static Map<String, Spread> summary(List<RunResult> results) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (RunResult run : results) {
      Accuracy accuracy = run.accuracy();
      if (accuracy == null) {
        continue;
      }
      accuracy.segm().forEach((name, value) -> add(values, name, value));
      add(values, "best_AP", run.bestAp());
      add(values, "seconds", run.seconds());
      add(values, "ms_per_step", 1000 * run.seconds() / Math.max(1, run.steps()));
      add(values, "criterion_share", criterionShare(run));
    }
    Map<String, Spread> summary = new LinkedHashMap<>();
    values.forEach((name, each) -> summary.put(name, SeedStatistics.spread(each)));
    return summary;
  }

  private static void add(Map<String, List<Double>> values, String name, @Nullable Double value) {
    if (value != null) {
      values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
  }

  private static @Nullable Double criterionShare(RunResult run) {
    double all = run.secondsByPart().values().stream().mapToDouble(v -> v).sum();
    Double own = run.secondsByPart().get("criterion");
    return own == null || all == 0 ? null : own / all;
  }

  private double trainingSeconds() {
    return runs.stream().mapToDouble(run -> run.state().seconds()).sum();
  }

  private EfficiencyMeter.Measured efficiency(
      List<VariantResult> variants, Optional<PointsPair> pair) {
    Optional<LabRun> trained = runs.stream().filter(run -> run.state().finished()).findFirst();
    if (trained.isEmpty()) {
      return new EfficiencyMeter.Measured(List.of(), Map.of());
    }
    Map<String, Double> shares = new HashMap<>();
    for (VariantResult variant : variants) {
      Spread share = variant.summary().get("criterion_share");
      if (share != null) {
        shares.put(variant.name(), share.mean());
      }
    }
    return new EfficiencyMeter(plan, configs, pair, val, trainingSeconds())
        .measure(trained.get().folder(), trained.get().config(), shares);
  }
}
