package io.yoso4j.train.lab;

import io.yoso4j.train.config.LossSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of point-sampled losses, put to the test with what was measured. */
final class ClaimBuilder {
  /** Why nothing can be said of losses with which nothing was learned. */
  static final String UNLEARNED = "No variant learned enough in this budget.";

  private ClaimBuilder() {}

  static List<Claim> build(
      LabPlan plan,
      VariantConfig configs,
      Optional<PointsPair> pair,
      List<VariantResult> variants,
      EfficiencyMeter.Measured efficiency,
      Convergence convergence) {
    List<VariantLoss> losses =
        plan.variants().stream()
            .map(variant -> new VariantLoss(variant.name(), configs.loss(variant)))
            .toList();
    List<Claim> claims = new ArrayList<>();
    claims.add(new EfficiencyClaim(pair, variants, efficiency).build());
    claims.add(new FocusClaim(losses, variants).build());
    for (VariantPlan other : plan.variants()) {
      if (!other.name().equals(plan.reference())) {
        claims.add(
            new ConvergenceClaim(plan.budget().unit(), variants, convergence)
                .build(other.name(), plan.reference()));
      }
    }
    return claims;
  }

  /** A variant and what it is. */
  record VariantLoss(String name, LossSettings settings) {}

  static VariantResult find(List<VariantResult> variants, String name) {
    return variants.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  /** A claim that cannot be put to the test here. */
  static Claim unmeasured(String statement, String needs) {
    return new Claim(
        statement,
        "",
        "",
        List.of(),
        Claim.Outcome.NOT_SHOWN,
        "Not measured: that needs " + needs + ".");
  }

  /** What two numbers come to that must agree. */
  static Claim.Outcome outcome(SeedStatistics.Interval one, SeedStatistics.Interval other) {
    if (one.above() && other.above()) {
      return Claim.Outcome.SHOWN;
    }
    return one.below() && other.below() ? Claim.Outcome.REFUTED : Claim.Outcome.NOT_SHOWN;
  }

  /** What one number comes to. */
  static Claim.Outcome outcome(SeedStatistics.Interval one) {
    return outcome(one, one);
  }
}
