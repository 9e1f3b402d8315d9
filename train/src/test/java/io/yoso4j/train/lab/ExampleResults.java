package io.yoso4j.train.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Results as a comparison might give them, without one: four variants, three seeds. */
final class ExampleResults {
  private static final List<String> CLASSES = List.of("circle", "square", "triangle", "star");
  private static final int[] OBJECTS = {212, 198, 205, 0};
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final int STEPS = 600;
  private static final int EVERY = 75;

  private record Kind(
      String name,
      String description,
      Map<String, String> loss,
      double ap,
      double speed,
      double millis,
      double focus) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "set",
              "cross-entropy, uncertain points",
              Map.of("classification", "cross_entropy", "points", "uncertain"),
              0.52,
              1.0,
              118,
              2.7),
          new Kind(
              "baseline",
              "focal, full mask",
              Map.of("classification", "focal", "points", "full"),
              0.47,
              0.8,
              131,
              1),
          new Kind(
              "baseline-points",
              "focal, uncertain points",
              Map.of("classification", "focal", "points", "uncertain"),
              0.50,
              0.85,
              119,
              2.6),
          new Kind(
              "mine",
              "set, with points.num=3136, eos=0.2",
              Map.of(
                  "classification",
                  "cross_entropy",
                  "points",
                  "uncertain",
                  "num_points",
                  "3136",
                  "no_object_weight",
                  "0.2"),
              0.515,
              0.97,
              124,
              2.7));

  private final Random random = new Random(7);

  private ExampleResults() {}

  /** Writes the example where the argument says, for whoever works on what shows it. */
  public static void main(String[] args) {
    LabFile.write(result(), Path.of(args[0]));
  }

  static LabResult result() {
    return new ExampleResults().make();
  }

  private LabResult make() {
    LabPlan plan =
        new LabPlan(
            "shapes",
            400,
            100,
            CLASSES,
            "preset tiny, 30 queries, 96 pixels, batches of 8",
            "seed: 0\nmodel:\n  backbone: resnet\n  depth: 18\n",
            KINDS.stream()
                .map(k -> new VariantPlan(k.name, k.description, k.loss, STEPS, EVERY, k.millis))
                .toList(),
            "set",
            SEEDS,
            new LabBudget(LabBudget.Unit.STEPS, STEPS),
            16,
            1000);
    List<VariantResult> variants = KINDS.stream().map(this::variant).toList();
    return new LabResult(
        LabResult.FORMAT,
        plan,
        new LabEnvironment(
            "./yoso4j compare --data shapes --losses set,baseline,baseline-points --variant 'mine: set, points.num=3136, eos=0.2' --seeds 3 --budget 600steps --out lab/shapes",
            "1.0.0",
            "0d719c4",
            "25.0.1+8-LTS, OpenJDK 64-Bit Server VM",
            "2.10.0-1.5.13",
            "Linux 6.1, amd64",
            "CPU",
            1,
            2),
        variants,
        efficiency(),
        comparisons(variants),
        convergence(),
        claims(),
        List.of(
            "baseline is worse than set: AP 0.470 against 0.520, a difference of -0.050 (95% interval -0.072 to -0.028, 3 seeds).",
            "Between baseline-points and set no difference is shown: AP 0.500 against 0.520, a difference of -0.020 (95% interval -0.042 to +0.002, 3 seeds); one below about 0.022 could not be seen here.",
            "Between mine and set no difference is shown: AP 0.515 against 0.520, a difference of -0.005 (95% interval -0.027 to +0.017, 2 seeds); one below about 0.022 could not be seen here.",
            "1 of 3 trainings of mine broke down since the loss was not finite; its numbers are of the others.",
            "3 seeds and 100 validation images are few: with more, smaller differences could be seen.",
            "This holds for this network, these data and 600 steps, not for trainings of another length."),
        new LabCost("2026-11-23T08:55:00Z", "2026-11-23T09:24:10Z", 885.2, 1750.4, 1));
  }

  private double noise(double scale) {
    return scale * random.nextGaussian();
  }

  private VariantResult variant(Kind kind) {
    List<RunResult> runs = new ArrayList<>();
    for (long seed : SEEDS) {
      // One training fails, so that readers meet one.
      runs.add(run(kind, seed, kind.name.equals("mine") && seed == 3));
    }
    Map<String, Spread> summary = new LinkedHashMap<>();
    for (String name : List.of("AP", "AP50", "AP75", "APs", "APm", "APl")) {
      double mean = kind.ap * (name.equals("AP50") ? 1.5 : 1);
      summary.put(name, new Spread(mean, 0.01, mean - 0.01, mean + 0.011, 3));
    }
    summary.put("best_AP", new Spread(kind.ap + 0.003, 0.01, kind.ap - 0.007, kind.ap + 0.012, 3));
    summary.put(
        "seconds",
        new Spread(
            kind.millis * STEPS / 1000,
            1.2,
            kind.millis * STEPS / 1000 - 1,
            kind.millis * STEPS / 1000 + 1.3,
            3));
    summary.put("ms_per_step", new Spread(kind.millis, 1.9, kind.millis - 2, kind.millis + 2, 3));
    summary.put("criterion_share", new Spread(0.11, 0.004, 0.106, 0.115, 3));
    return new VariantResult(kind.name, runs, summary);
  }

  private RunResult run(Kind kind, long seed, boolean fails) {
    int last = fails ? STEPS / 2 : STEPS;
    List<CurvePoint> curve = new ArrayList<>();
    List<ProbePoint> probes = new ArrayList<>();
    for (int step = EVERY; step <= last; step += EVERY) {
      double progress = 1 - Math.exp(-3.0 * kind.speed * step / STEPS);
      double ap = Math.max(0, kind.ap * progress + noise(0.008));
      Map<String, Double> terms = new LinkedHashMap<>();
      terms.put("class", 3.2 * (1 - 0.8 * progress));
      terms.put("mask", 4.1 * (1 - 0.7 * progress));
      terms.put("dice", 6.0 * (1 - 0.6 * progress));
      curve.add(
          new CurvePoint(
              step,
              step * kind.millis / 1000,
              ap,
              1.5 * ap,
              terms.values().stream().mapToDouble(v -> v).sum(),
              terms));
      Map<String, Double> norms = new LinkedHashMap<>();
      norms.put("class", 0.9 * (1 - 0.7 * progress) + Math.abs(noise(0.02)));
      norms.put("mask", 0.06 * (1 - 0.5 * progress) + Math.abs(noise(0.002)));
      norms.put("dice", 0.04 * (1 - 0.5 * progress) + Math.abs(noise(0.002)));
      probes.add(
          new ProbePoint(
              step,
              98,
              step == EVERY
                  ? null
                  : Math.clamp(0.75 * Math.exp(-3.0 * step / STEPS) + noise(0.03), 0, 1),
              norms,
              new PointFocus(
                  98L * 1024,
                  0.09 * kind.focus,
                  0.09,
                  0.2 * kind.focus * (1 - 0.5 * progress),
                  0.2 * (1 - 0.5 * progress))));
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    double seconds = last * kind.millis / 1000;
    parts.put("data", 0.01 * seconds);
    parts.put("forward", 0.33 * seconds);
    parts.put("criterion", 0.11 * seconds);
    parts.put("backward", 0.50 * seconds);
    parts.put("optimizer", 0.05 * seconds);
    Accuracy accuracy = fails ? null : accuracy(curve.getLast().ap());
    return new RunResult(
        seed,
        "runs/%s-seed%d".formatted(kind.name, seed),
        last,
        seconds,
        parts,
        curve,
        probes,
        accuracy,
        curve.getLast().ap(),
        (long) last,
        fails
            ? "the loss of step 301 is not finite: loss_ce of stage s1, query 4, image 17"
            : null);
  }

  private Accuracy accuracy(@Nullable Double measured) {
    double ap = measured == null ? 0 : measured;
    Map<String, @Nullable Double> segm = new LinkedHashMap<>();
    segm.put("AP", ap);
    segm.put("AP50", 1.5 * ap);
    segm.put("AP75", 1.02 * ap);
    segm.put("APs", 0.6 * ap);
    segm.put("APm", 1.3 * ap);
    segm.put("APl", null);
    segm.put("AR1", 0.5 * ap);
    segm.put("AR10", 1.2 * ap);
    segm.put("AR100", 1.25 * ap);
    segm.put("ARs", 0.8 * ap);
    segm.put("ARm", 1.4 * ap);
    segm.put("ARl", null);
    List<ClassAccuracy> classes = new ArrayList<>();
    for (int c = 0; c < CLASSES.size(); c++) {
      boolean there = OBJECTS[c] > 0;
      double own = ap * (0.85 + 0.15 * c) + noise(0.01);
      classes.add(
          new ClassAccuracy(
              CLASSES.get(c), OBJECTS[c], there ? own : null, there ? 1.4 * own : null));
    }
    return new Accuracy(segm, classes);
  }

  private List<Efficiency> efficiency() {
    List<Efficiency> rows = new ArrayList<>();
    for (Kind kind : KINDS) {
      boolean full = kind.name.equals("baseline");
      for (int side : new int[] {24, 32, 64, 128}) {
        double pixels = side * side / 1000.0;
        double sampling = full ? 0.4 * pixels : 1.1;
        double loss = full ? 0.5 * pixels : 0.5;
        double gradient = full ? 0.3 * pixels : 0.35 + 0.02 * pixels;
        double matching = full ? 1.8 * pixels : 2.1;
        rows.add(
            new Efficiency(
                kind.name,
                side,
                side,
                4 * side,
                4 * side,
                side == 24,
                8,
                8,
                1,
                30,
                5,
                3,
                21,
                matching,
                sampling,
                loss,
                gradient,
                1.02 * (matching + sampling + loss + gradient),
                8L * 30 * 3 * side * side * 4 + (full ? 500_000 : 300_000),
                side == 24 ? 0.11 : null));
      }
    }
    return rows;
  }

  private static PairedDifference difference(double first, double second, double width) {
    double difference = second - first;
    double low = difference - width;
    double high = difference + width;
    return new PairedDifference(first, second, difference, low, high, low > 0 || high < 0);
  }

  private static final PairedDifference UNKNOWN =
      new PairedDifference(null, null, null, null, null, false);

  private List<PairedComparison> comparisons(List<VariantResult> variants) {
    List<PairedComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < KINDS.size(); i++) {
      for (int j = i + 1; j < KINDS.size(); j++) {
        Kind a = KINDS.get(i);
        Kind b = KINDS.get(j);
        Map<String, PairedDifference> metrics = new LinkedHashMap<>();
        for (String name : List.of("AP", "AP50", "AP75", "APs", "APm", "AR100")) {
          metrics.put(name, difference(a.ap, b.ap, 0.022));
        }
        metrics.put("APl", UNKNOWN);
        List<ClassDifference> classes = new ArrayList<>();
        for (int c = 0; c < CLASSES.size(); c++) {
          classes.add(
              new ClassDifference(
                  CLASSES.get(c),
                  OBJECTS[c] == 0 ? UNKNOWN : difference(a.ap, b.ap + noise(0.02), 0.04)));
        }
        int seeds = Math.min(variants.get(i).finished().size(), variants.get(j).finished().size());
        comparisons.add(new PairedComparison(a.name, b.name, 100, seeds, metrics, classes));
      }
    }
    return comparisons;
  }

  private Convergence convergence() {
    List<VariantConvergence> rows = new ArrayList<>();
    for (Kind kind : KINDS) {
      List<@Nullable Double> steps = new ArrayList<>();
      List<@Nullable Double> seconds = new ArrayList<>();
      List<@Nullable Double> byStep = new ArrayList<>();
      List<@Nullable Double> bySecond = new ArrayList<>();
      for (int s = 0; s < SEEDS.size(); s++) {
        boolean never = kind.name.equals("baseline") && s == 1;
        boolean failed = kind.name.equals("mine") && s == 2;
        double at = 310 / kind.speed + noise(12);
        steps.add(never || failed ? null : at);
        seconds.add(never || failed ? null : at * kind.millis / 1000);
        byStep.add(failed ? null : 0.62 * kind.ap + noise(0.005));
        bySecond.add(failed ? null : 0.61 * kind.ap * 118 / kind.millis + noise(0.005));
      }
      rows.add(new VariantConvergence(kind.name, steps, seconds, byStep, bySecond));
    }
    return new Convergence(0.416, 0.8, rows);
  }

  private static List<Claim> claims() {
    return List.of(
        new Claim(
            "Point sampling is more efficient than the full mask",
            "baseline",
            "baseline-points",
            List.of(
                new ClaimNumber(
                    "loss and gradient, masks of 24 x 24 (size as trained; 8 images, 1 thread)",
                    "ms",
                    3.1,
                    4.1,
                    0.8,
                    1.2),
                new ClaimNumber(
                    "loss and gradient, masks of 128 x 128", "ms", 49.2, 4.4, -46.0, -43.5),
                new ClaimNumber(
                    "memory allocated, masks of 128 x 128", "MiB", 45.4, 45.2, null, null),
                new ClaimNumber("share of a training step", "share", 0.12, 0.11, null, null)),
            Claim.Outcome.REFUTED,
            "At the size trained with, 24 x 24, the full mask is faster; points are faster with masks of 128 x 128, the full mask with 24 x 24."),
        new Claim(
            "Uncertain points focus on hard regions",
            "uniform points",
            "baseline-points",
            List.of(
                new ClaimNumber("points near an outline", "share", 0.09, 0.24, 0.13, 0.17),
                new ClaimNumber(
                    "mean cross-entropy at the points", "nats", 0.11, 0.27, 0.14, 0.18)),
            Claim.Outcome.SHOWN,
            "2.7 times as many points as by chance lie near an outline, in all 3 trainings."),
        new Claim(
            "set converges better than baseline",
            "baseline",
            "set",
            List.of(
                new ClaimNumber("steps to AP 0.416", "steps", 388.0, 309.0, -120.0, -40.0),
                new ClaimNumber("time to AP 0.416", "s", 50.8, 36.5, -19.0, -9.0),
                new ClaimNumber("mean AP over the steps", "AP", 0.291, 0.322, -0.002, 0.06)),
            Claim.Outcome.NOT_SHOWN,
            "The area under the curve is not different beyond what seeds explain over steps. Over time it is larger, which does not decide: it is cut where the fastest training ends and others are in the middle of their schedule."));
  }
}
