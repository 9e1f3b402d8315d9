package io.yoso4j.train.lab;

import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.config.LossSettings.Points;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of point-sampled losses, put to the test with what was measured. */
final class ClaimBuilder {
  private static final double MEBIBYTE = 1 << 20;
  private static final String UNLEARNED = "No variant learned enough in this budget.";

  private final LabPlan plan;
  private final VariantConfig configs;
  private final List<VariantResult> variants;
  private final EfficiencyMeter.Measured efficiency;
  private final Convergence convergence;

  ClaimBuilder(
      LabPlan plan,
      VariantConfig configs,
      List<VariantResult> variants,
      EfficiencyMeter.Measured efficiency,
      Convergence convergence) {
    this.plan = plan;
    this.configs = configs;
    this.variants = variants;
    this.efficiency = efficiency;
    this.convergence = convergence;
  }

  List<Claim> build() {
    List<Claim> claims = new ArrayList<>();
    claims.add(efficient());
    claims.add(focused());
    for (VariantPlan other : plan.variants()) {
      if (!other.name().equals(plan.reference())) {
        claims.add(converges(other.name(), plan.reference()));
      }
    }
    return claims;
  }

  private LossSettings loss(VariantPlan variant) {
    return configs.of(variant, plan.seeds().getFirst()).loss();
  }

  // ---- efficiency

  private Claim efficient() {
    String statement = "Point sampling is more efficient than the full mask";
    Optional<VariantPlan> full =
        plan.variants().stream().filter(v -> loss(v).points() == Points.FULL).findFirst();
    Optional<VariantPlan> points = full.flatMap(this::sampledLike);
    if (full.isEmpty() || points.isEmpty()) {
      return unmeasured(statement, "one variant with the full mask and one with points");
    }
    String first = full.get().name();
    String second = points.get().name();
    List<Efficiency> ofFirst = rows(first);
    List<Efficiency> ofSecond = rows(second);
    if (ofFirst.isEmpty()) {
      return unmeasured(statement, "a training that ended");
    }
    List<ClaimNumber> numbers = new ArrayList<>();
    List<Integer> faster = new ArrayList<>();
    List<Integer> slower = new ArrayList<>();
    for (int i = 0; i < ofFirst.size(); i++) {
      Efficiency a = ofFirst.get(i);
      Efficiency b = ofSecond.get(i);
      TimingDifference difference = difference(first, second, a.maskSide());
      numbers.add(
          new ClaimNumber(
              "loss and gradient, masks of %d x %d%s"
                  .formatted(a.maskSide(), a.maskSide(), isTrained(a) ? " (as trained)" : ""),
              "ms",
              a.totalMs(),
              b.totalMs(),
              difference.low(),
              difference.high()));
      if (difference.high() < 0) {
        faster.add(a.maskSide());
      } else if (difference.low() > 0) {
        slower.add(a.maskSide());
      }
    }
    Efficiency largestFull = ofFirst.getLast();
    numbers.add(
        new ClaimNumber(
            "memory, masks of %d x %d".formatted(largestFull.maskSide(), largestFull.maskSide()),
            "MiB",
            mebibytes(largestFull.peakBytes()),
            mebibytes(ofSecond.getLast().peakBytes()),
            null,
            null));
    numbers.add(number("share of a training step", "share", first, second, "criterion_share"));
    numbers.add(perStep(first, second));
    Efficiency trained =
        ofFirst.stream().filter(ClaimBuilder::isTrained).findFirst().orElse(ofFirst.getFirst());
    Claim.Outcome outcome =
        faster.contains(trained.maskSide())
            ? Claim.Outcome.SHOWN
            : slower.contains(trained.maskSide())
                ? Claim.Outcome.REFUTED
                : Claim.Outcome.NOT_SHOWN;
    return new Claim(
        statement,
        first,
        second,
        numbers,
        outcome,
        why(trained.maskSide(), faster, slower, ofFirst.size()));
  }

  private static String why(int trained, List<Integer> faster, List<Integer> slower, int sizes) {
    String here =
        faster.contains(trained)
            ? "points are faster"
            : slower.contains(trained) ? "the full mask is faster" : "neither is faster";
    String elsewhere =
        faster.size() == sizes || slower.size() == sizes
            ? ", as at all sizes measured"
            : "; points are faster with masks of side %s, the full mask with %s"
                .formatted(list(faster), list(slower));
    return "At the size trained with, %d x %d, %s%s.".formatted(trained, trained, here, elsewhere);
  }

  private static String list(List<Integer> sides) {
    return sides.isEmpty()
        ? "none"
        : Words.and(sides.stream().map(side -> Integer.toString(side)).toList());
  }

  private static boolean isTrained(Efficiency row) {
    return row.shareOfStep() != null;
  }

  /** Of the variants with points, the one that differs least otherwise. */
  private Optional<VariantPlan> sampledLike(VariantPlan full) {
    LossSettings like = loss(full);
    return plan.variants().stream()
        .filter(v -> loss(v).points() != Points.FULL)
        .min(
            Comparator.comparingInt(v -> {
              LossSettings own = loss(v);
              return (own.points() == Points.UNCERTAIN ? 0 : 1)
                  + (own.classification() == like.classification() ? 0 : 4)
                  + (own.effectiveMatcherPoints() == like.effectiveMatcherPoints() ? 0 : 2);
            }));
  }

  private List<Efficiency> rows(String variant) {
    return efficiency.rows().stream().filter(row -> row.variant().equals(variant)).toList();
  }

  private TimingDifference difference(String first, String second, int side) {
    return TimingDifference.of(times(first, side), times(second, side));
  }

  private List<Double> times(String variant, int side) {
    return Objects.requireNonNull(
        Objects.requireNonNull(efficiency.milliseconds().get(variant)).get(side));
  }

  private static @Nullable Double mebibytes(@Nullable Long bytes) {
    return bytes == null ? null : bytes / MEBIBYTE;
  }

  private ClaimNumber perStep(String first, String second) {
    SeedStatistics.Interval interval =
        SeedStatistics.paired(millisPerStep(first), millisPerStep(second));
    ClaimNumber means = number("a training step", "ms", first, second, "ms_per_step");
    return new ClaimNumber(
        means.label(),
        means.unit(),
        means.first(),
        means.second(),
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high());
  }

  private List<@Nullable Double> millisPerStep(String variant) {
    List<@Nullable Double> values = new ArrayList<>();
    for (RunResult run : variant(variant).runs()) {
      values.add(
          run.accuracy() == null || run.steps() == 0 ? null : 1000 * run.seconds() / run.steps());
    }
    return values;
  }

  private ClaimNumber number(
      String label, String unit, String first, String second, String summary) {
    return new ClaimNumber(label, unit, mean(first, summary), mean(second, summary), null, null);
  }

  private @Nullable Double mean(String variant, String name) {
    Spread spread = variant(variant).summary().get(name);
    return spread == null ? null : spread.mean();
  }

  private VariantResult variant(String name) {
    return variants.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  private static Claim unmeasured(String statement, String needs) {
    return new Claim(
        statement,
        "",
        "",
        List.of(),
        Claim.Outcome.NOT_SHOWN,
        "Not measured: that needs " + needs + ".");
  }

  // ---- hard regions

  private Claim focused() {
    String statement = "Uncertain points focus on hard regions";
    Optional<VariantPlan> uncertain =
        plan.variants().stream().filter(v -> loss(v).points() == Points.UNCERTAIN).findFirst();
    if (uncertain.isEmpty()) {
      return unmeasured(statement, "a variant with uncertain points");
    }
    String name = uncertain.get().name();
    List<PointFocus> last =
        variant(name).finished().stream()
            .filter(run -> !run.probes().isEmpty())
            .map(run -> run.probes().getLast().points())
            .filter(focus -> focus.nearBoundary() != null && focus.loss() != null)
            .toList();
    List<@Nullable Double> uniformNear = new ArrayList<>();
    List<@Nullable Double> near = new ArrayList<>();
    List<@Nullable Double> uniformLoss = new ArrayList<>();
    List<@Nullable Double> loss = new ArrayList<>();
    for (PointFocus focus : last) {
      uniformNear.add(focus.uniformNearBoundary());
      near.add(focus.nearBoundary());
      uniformLoss.add(focus.uniformLoss());
      loss.add(focus.loss());
    }
    SeedStatistics.Interval nearer = SeedStatistics.paired(uniformNear, near);
    SeedStatistics.Interval harder = SeedStatistics.paired(uniformLoss, loss);
    if (nearer == null || harder == null) {
      return unmeasured(statement, "matched objects in the probe images");
    }
    List<ClaimNumber> numbers =
        List.of(
            new ClaimNumber(
                "points near an outline",
                "share",
                SeedStatistics.mean(uniformNear),
                SeedStatistics.mean(near),
                nearer.low(),
                nearer.high()),
            new ClaimNumber(
                "mean cross-entropy at the points",
                "nats",
                SeedStatistics.mean(uniformLoss),
                SeedStatistics.mean(loss),
                harder.low(),
                harder.high()));
    boolean learned = Verdict.learned(variants);
    Claim.Outcome outcome = learned ? outcome(nearer, harder) : Claim.Outcome.NOT_SHOWN;
    if (!learned) {
      return new Claim(statement, "uniform points", name, numbers, outcome, UNLEARNED);
    }
    String why =
        outcome == Claim.Outcome.NOT_SHOWN && last.size() < Verdict.LEAST_SEEDS
            ? "One training is too little to tell."
            : "At the end of %s, %s of the points lie near an outline and %s of uniform ones; the cross-entropy there is %s against %s."
                .formatted(
                    Words.count(last.size(), "training"),
                    Words.percent(Objects.requireNonNull(numbers.get(0).second())),
                    Words.percent(Objects.requireNonNull(numbers.get(0).first())),
                    Words.short3(Objects.requireNonNull(numbers.get(1).second())),
                    Words.short3(Objects.requireNonNull(numbers.get(1).first())));
    return new Claim(statement, "uniform points", name, numbers, outcome, why);
  }

  private static Claim.Outcome outcome(
      SeedStatistics.Interval one, SeedStatistics.Interval other) {
    if (one.above() && other.above()) {
      return Claim.Outcome.SHOWN;
    }
    return one.below() && other.below() ? Claim.Outcome.REFUTED : Claim.Outcome.NOT_SHOWN;
  }

  // ---- convergence

  private Claim converges(String first, String second) {
    String statement = "%s converges better than %s".formatted(second, first);
    VariantConvergence a = convergence(first);
    VariantConvergence b = convergence(second);
    SeedStatistics.Interval bySteps = SeedStatistics.paired(a.areaBySteps(), b.areaBySteps());
    SeedStatistics.Interval bySeconds = SeedStatistics.paired(a.areaBySeconds(), b.areaBySeconds());
    if (bySteps == null || bySeconds == null) {
      return unmeasured(statement, "a seed with which both trainings end");
    }
    List<ClaimNumber> numbers = new ArrayList<>();
    numbers.add(over("mean AP over the steps", "AP", a.areaBySteps(), b.areaBySteps(), bySteps));
    numbers.add(
        over("mean AP over the time", "AP", a.areaBySeconds(), b.areaBySeconds(), bySeconds));
    String target = Words.ap(convergence.targetAp());
    numbers.add(
        over(
            "steps to AP " + target,
            "steps",
            a.stepsToTarget(),
            b.stepsToTarget(),
            SeedStatistics.paired(a.stepsToTarget(), b.stepsToTarget())));
    numbers.add(
        over(
            "time to AP " + target,
            "s",
            a.secondsToTarget(),
            b.secondsToTarget(),
            SeedStatistics.paired(a.secondsToTarget(), b.secondsToTarget())));
    boolean learned = Verdict.learned(variants);
    Claim.Outcome outcome = learned ? outcome(bySteps, bySeconds) : Claim.Outcome.NOT_SHOWN;
    return new Claim(
        statement, first, second, numbers, outcome, why(outcome, learned, bySteps, bySeconds));
  }

  private static String why(
      Claim.Outcome outcome,
      boolean learned,
      SeedStatistics.Interval bySteps,
      SeedStatistics.Interval bySeconds) {
    if (!learned) {
      return UNLEARNED;
    }
    if (bySteps.low() == null) {
      return "One seed is too little to tell.";
    }
    return switch (outcome) {
      case SHOWN -> "The area under the curve is larger over steps and over time.";
      case REFUTED -> "The area under the curve is smaller over steps and over time.";
      case NOT_SHOWN ->
          "The area under the curve is %s over steps and %s over time."
              .formatted(direction(bySteps), direction(bySeconds));
    };
  }

  private static String direction(SeedStatistics.Interval interval) {
    return interval.above()
        ? "larger"
        : interval.below() ? "smaller" : "not different beyond what seeds explain";
  }

  private VariantConvergence convergence(String variant) {
    return convergence.variants().stream()
        .filter(row -> row.variant().equals(variant))
        .findFirst()
        .orElseThrow();
  }

  private static ClaimNumber over(
      String label,
      String unit,
      List<@Nullable Double> first,
      List<@Nullable Double> second,
      SeedStatistics.@Nullable Interval interval) {
    boolean all = first.stream().noneMatch(Objects::isNull) && second.stream().noneMatch(Objects::isNull);
    return new ClaimNumber(
        label,
        unit,
        SeedStatistics.mean(first),
        SeedStatistics.mean(second),
        all && interval != null ? interval.low() : null,
        all && interval != null ? interval.high() : null);
  }
}
