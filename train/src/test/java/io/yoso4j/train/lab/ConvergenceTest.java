package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ConvergenceTest {
  private static CurvePoint point(long step, double seconds, double ap) {
    return new CurvePoint(step, seconds, ap, ap, 1.0, Map.of());
  }

  private static RunResult run(List<CurvePoint> curve) {
    double ap = Objects.requireNonNull(curve.getLast().ap());
    return new RunResult(
        0,
        "",
        curve.getLast().step(),
        curve.getLast().seconds(),
        Map.of(),
        curve,
        List.of(),
        new Accuracy(Map.of("AP", ap), List.of()),
        ap,
        curve.getLast().step(),
        null);
  }

  private static VariantResult variant(String name, List<List<CurvePoint>> curves) {
    List<Double> aps = new ArrayList<>();
    curves.forEach(curve -> aps.add(Objects.requireNonNull(curve.getLast().ap())));
    return new VariantResult(
        name,
        curves.stream().map(ConvergenceTest::run).toList(),
        Map.of("AP", SeedStatistics.spread(aps)));
  }

  /** Straight to {@code ap} at 100 steps, at so many seconds a step. */
  private static List<CurvePoint> straight(double ap, double seconds) {
    return List.of(point(50, 50 * seconds, ap / 2), point(100, 100 * seconds, ap));
  }

  @Test
  void curvesAreStraightBetweenEvaluations() {
    Curve curve = new Curve(straight(0.4, 2), CurvePoint::seconds);

    assertThat(curve.first(0.3)).isEqualTo(150.0, within(1e-9));
    assertThat(curve.first(0.5)).isNull();
    assertThat(curve.mean(200)).isEqualTo(0.2, within(1e-9));
    assertThat(curve.mean(100)).isEqualTo(0.1, within(1e-9));
    assertThat(curve.rise(0.1)).isEqualTo(0.1, within(1e-9));
  }

  @Test
  void aCurveThatFallsWasThereBefore() {
    Curve curve = new Curve(List.of(point(10, 1, 0.4), point(20, 2, 0.1)), CurvePoint::step);

    assertThat(curve.first(0.2)).isEqualTo(5.0, within(1e-9));
    assertThat(curve.mean(20)).isEqualTo((0.2 + 0.25) / 2, within(1e-9));
  }

  private static ConvergenceClaim claims(LabBudget.Unit unit, List<VariantResult> variants) {
    return new ConvergenceClaim(unit, variants, new ConvergenceBuilder(variants).build());
  }

  /** The second learns as fast by steps, but its steps take a third of the time. */
  @Test
  void theUnitOfTheBudgetDecides() {
    List<VariantResult> variants =
        List.of(
            variant("slow", List.of(straight(0.5, 3), straight(0.52, 3), straight(0.48, 3))),
            variant("fast", List.of(straight(0.5, 1), straight(0.52, 1), straight(0.48, 1))));

    Convergence convergence = new ConvergenceBuilder(variants).build();
    Claim steps = claims(LabBudget.Unit.STEPS, variants).build("slow", "fast");
    Claim minutes = claims(LabBudget.Unit.MINUTES, variants).build("slow", "fast");

    assertThat(convergence.targetAp()).isEqualTo(0.4, within(1e-9));
    assertThat(convergence.variants().getFirst().stepsToTarget().getFirst())
        .isEqualTo(80.0, within(1e-9));
    assertThat(steps.outcome()).isEqualTo(Claim.Outcome.NOT_SHOWN);
    assertThat(steps.why())
        .isEqualTo(
            "The area under the curve is not different beyond what seeds explain over steps. Over time it is larger, which does not decide: it is cut where the fastest training ends and others are in the middle of their schedule.");
    assertThat(minutes.outcome()).isEqualTo(Claim.Outcome.SHOWN);
    assertThat(minutes.why())
        .startsWith("The area under the curve is larger over time. Over steps it is not different")
        .contains("cut where the slowest training ends");
    assertThat(minutes.numbers()).isEqualTo(steps.numbers());
  }

  @Test
  void betterIsShownAndItsOppositeRefuted() {
    List<VariantResult> variants =
        List.of(
            variant("good", List.of(straight(0.5, 1), straight(0.52, 1))),
            variant("bad", List.of(straight(0.2, 1), straight(0.22, 1))));
    ConvergenceClaim claims = claims(LabBudget.Unit.STEPS, variants);

    assertThat(claims.build("bad", "good").outcome()).isEqualTo(Claim.Outcome.SHOWN);
    assertThat(claims.build("good", "bad").outcome()).isEqualTo(Claim.Outcome.REFUTED);
    Claim claim = claims.build("good", "bad");
    assertThat(claim.numbers())
        .filteredOn(number -> number.label().startsWith("steps to AP"))
        .singleElement()
        .satisfies(number -> {
          assertThat(number.first()).isNotNull();
          assertThat(number.second()).as("not all of them got there").isNull();
          assertThat(number.low()).isNull();
        });
  }

  @Test
  void equalAndSingleTrainingsShowNothing() {
    List<VariantResult> equal =
        List.of(
            variant("a", List.of(straight(0.5, 1), straight(0.4, 1))),
            variant("b", List.of(straight(0.5, 1), straight(0.4, 1))));
    List<VariantResult> single =
        List.of(variant("a", List.of(straight(0.1, 1))), variant("b", List.of(straight(0.5, 1))));

    for (List<VariantResult> variants : List.of(equal, single)) {
      for (LabBudget.Unit unit : LabBudget.Unit.values()) {
        assertThat(claims(unit, variants).build("a", "b").outcome())
            .isEqualTo(Claim.Outcome.NOT_SHOWN);
      }
    }
  }

  @Test
  void intervalsAreStudents() {
    SeedStatistics.Interval interval =
        Objects.requireNonNull(SeedStatistics.interval(List.of(1.0, 2.0, 3.0)));

    // scipy.stats.t.interval(0.95, 2, 2, 1 / sqrt(3))
    assertThat(interval.low()).isEqualTo(-0.484138, within(1e-5));
    assertThat(interval.high()).isEqualTo(4.484138, within(1e-5));
    assertThat(SeedStatistics.interval(List.of())).isNull();
  }
}
