package io.yoso4j.train.lab;

import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.config.LossSettings.Points;
import io.yoso4j.train.lab.ClaimBuilder.VariantLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether points take less than the full mask. */
final class EfficiencyClaim {
  private static final double MEBIBYTE = 1 << 20;

  private final List<VariantLoss> losses;
  private final List<VariantResult> variants;
  private final EfficiencyMeter.Measured efficiency;

  EfficiencyClaim(
      List<VariantLoss> losses, List<VariantResult> variants, EfficiencyMeter.Measured efficiency) {
    this.losses = losses;
    this.variants = variants;
    this.efficiency = efficiency;
  }

  Claim build() {
    String statement = "Point sampling is more efficient than the full mask";
    Optional<VariantLoss> full =
        losses.stream().filter(v -> v.settings().points() == Points.FULL).findFirst();
    Optional<VariantLoss> points = full.flatMap(this::sampledLike);
    if (full.isEmpty() || points.isEmpty()) {
      return ClaimBuilder.unmeasured(
          statement, "one variant with the full mask and one with points");
    }
    String first = full.get().name();
    String second = points.get().name();
    List<Efficiency> ofFirst = rows(first);
    List<Efficiency> ofSecond = rows(second);
    if (ofFirst.isEmpty()) {
      return ClaimBuilder.unmeasured(statement, "a training that ended");
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
        ofFirst.stream().filter(EfficiencyClaim::isTrained).findFirst().orElse(ofFirst.getFirst());
    Claim.Outcome outcome =
        faster.contains(trained.maskSide())
            ? Claim.Outcome.SHOWN
            : slower.contains(trained.maskSide()) ? Claim.Outcome.REFUTED : Claim.Outcome.NOT_SHOWN;
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
  private Optional<VariantLoss> sampledLike(VariantLoss full) {
    LossSettings like = full.settings();
    return losses.stream()
        .filter(v -> v.settings().points() != Points.FULL)
        .min(
            Comparator.comparingInt(v -> {
              LossSettings own = v.settings();
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
    for (RunResult run : ClaimBuilder.find(variants, variant).runs()) {
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
    Spread spread = ClaimBuilder.find(variants, variant).summary().get(name);
    return spread == null ? null : spread.mean();
  }
}
