package io.yoso4j.train.lab;

import io.yoso4j.train.config.LossSettings.Points;
import io.yoso4j.train.lab.ClaimBuilder.VariantLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether uncertain points lie where masks are hard. */
final class FocusClaim {
  private final List<VariantLoss> losses;
  private final List<VariantResult> variants;

  FocusClaim(List<VariantLoss> losses, List<VariantResult> variants) {
    this.losses = losses;
    this.variants = variants;
  }

  Claim build() {
    String statement = "Uncertain points focus on hard regions";
    Optional<VariantLoss> uncertain =
        losses.stream().filter(v -> v.settings().points() == Points.UNCERTAIN).findFirst();
    if (uncertain.isEmpty()) {
      return ClaimBuilder.unmeasured(statement, "a variant with uncertain points");
    }
    String name = uncertain.get().name();
    List<PointFocus> last =
        ClaimBuilder.find(variants, name).finished().stream()
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
      return ClaimBuilder.unmeasured(statement, "matched objects in the probe images");
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
    Claim.Outcome outcome =
        learned ? ClaimBuilder.outcome(nearer, harder) : Claim.Outcome.NOT_SHOWN;
    if (!learned) {
      return new Claim(statement, "uniform points", name, numbers, outcome, ClaimBuilder.UNLEARNED);
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
}
