package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a variant learns faster than another: over steps where the budget gives all the same
 * steps, over time where it gives all the same time. The other way of counting cuts some trainings
 * in the middle of their learning rate's schedule while others are at its end, so it is told and
 * does not decide.
 */
final class ConvergenceClaim {
  private final LabBudget.Unit unit;
  private final List<VariantResult> variants;
  private final Convergence convergence;

  /**
   * @param unit of the budget
   */
  ConvergenceClaim(LabBudget.Unit unit, List<VariantResult> variants, Convergence convergence) {
    this.unit = unit;
    this.variants = variants;
    this.convergence = convergence;
  }

  /**
   * @param first measured against
   * @param second said to be better
   */
  Claim build(String first, String second) {
    String statement = "%s converges better than %s".formatted(second, first);
    VariantConvergence a = convergence(first);
    VariantConvergence b = convergence(second);
    SeedStatistics.Interval bySteps = SeedStatistics.paired(a.areaBySteps(), b.areaBySteps());
    SeedStatistics.Interval bySeconds = SeedStatistics.paired(a.areaBySeconds(), b.areaBySeconds());
    if (bySteps == null || bySeconds == null) {
      return ClaimBuilder.unmeasured(statement, "a seed with which both trainings end");
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
    boolean steps = unit == LabBudget.Unit.STEPS;
    Claim.Outcome outcome =
        learned ? ClaimBuilder.outcome(steps ? bySteps : bySeconds) : Claim.Outcome.NOT_SHOWN;
    return new Claim(statement, first, second, numbers, outcome, why(learned, bySteps, bySeconds));
  }

  private String why(
      boolean learned, SeedStatistics.Interval bySteps, SeedStatistics.Interval bySeconds) {
    if (!learned) {
      return ClaimBuilder.UNLEARNED;
    }
    if (bySteps.low() == null) {
      return "One seed is too little to tell.";
    }
    return switch (unit) {
      case STEPS ->
          "The area under the curve is %s over steps. Over time it is %s, which does not decide: it is cut where the fastest training ends and others are in the middle of their schedule."
              .formatted(direction(bySteps), direction(bySeconds));
      case MINUTES ->
          "The area under the curve is %s over time. Over steps it is %s, which does not decide: it is cut where the slowest training ends and others are in the middle of their schedule."
              .formatted(direction(bySeconds), direction(bySteps));
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
    boolean all =
        first.stream().noneMatch(Objects::isNull) && second.stream().noneMatch(Objects::isNull);
    return new ClaimNumber(
        label,
        unit,
        SeedStatistics.mean(first),
        SeedStatistics.mean(second),
        all && interval != null ? interval.low() : null,
        all && interval != null ? interval.high() : null);
  }
}
