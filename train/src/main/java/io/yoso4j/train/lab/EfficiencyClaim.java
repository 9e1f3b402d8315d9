package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether points take less than the full mask: by the times of two losses that differ in nothing
 * else.
 */
final class EfficiencyClaim {
  private static final double MEBIBYTE = 1 << 20;

  private final Optional<PointsPair> pair;
  private final List<VariantResult> variants;
  private final EfficiencyMeter.Measured efficiency;

  EfficiencyClaim(
      Optional<PointsPair> pair,
      List<VariantResult> variants,
      EfficiencyMeter.Measured efficiency) {
    this.pair = pair;
    this.variants = variants;
    this.efficiency = efficiency;
  }

  Claim build() {
    String statement = "Point sampling is more efficient than the full mask";
    if (pair.isEmpty()) {
      return ClaimBuilder.unmeasured(statement, "a variant with the full mask");
    }
    String first = pair.get().full().name();
    String second = pair.get().points().name();
    List<Efficiency> ofFirst = rows(first);
    List<Efficiency> ofSecond = rows(second);
    if (ofFirst.isEmpty()) {
      return ClaimBuilder.unmeasured(statement, "a training that ended");
    }
    List<ClaimNumber> numbers = new ArrayList<>();
    List<MaskSize> faster = new ArrayList<>();
    List<MaskSize> slower = new ArrayList<>();
    for (int i = 0; i < ofFirst.size(); i++) {
      Efficiency a = ofFirst.get(i);
      Efficiency b = ofSecond.get(i);
      TimingDifference difference = TimingDifference.of(times(first, i), times(second, i));
      numbers.add(
          new ClaimNumber(
              "loss and gradient, masks of %s%s".formatted(size(a), trained(a)),
              "ms",
              a.totalMs(),
              b.totalMs(),
              difference.low(),
              difference.high()));
      if (difference.high() < 0) {
        faster.add(size(a));
      } else if (difference.low() > 0) {
        slower.add(size(a));
      }
    }
    Efficiency largestFull = ofFirst.getLast();
    numbers.add(
        new ClaimNumber(
            "memory allocated, masks of " + size(largestFull),
            "MiB",
            mebibytes(largestFull.allocatedBytes()),
            mebibytes(ofSecond.getLast().allocatedBytes()),
            null,
            null));
    if (pair.get().trained()) {
      numbers.add(number("share of a training step", "share", first, second, "criterion_share"));
      numbers.add(perStep(first, second));
    }
    MaskSize trained =
        ofFirst.stream()
            .filter(Efficiency::asTrained)
            .findFirst()
            .map(EfficiencyClaim::size)
            .orElseThrow();
    Claim.Outcome outcome =
        faster.contains(trained)
            ? Claim.Outcome.SHOWN
            : slower.contains(trained) ? Claim.Outcome.REFUTED : Claim.Outcome.NOT_SHOWN;
    String why = why(trained, faster, slower, ofFirst.size());
    return new Claim(
        statement,
        first,
        second,
        numbers,
        outcome,
        pair.get().trained()
            ? why
            : why
                + " %s is %s but for its points, and was timed, not trained."
                    .formatted(second, first));
  }

  private static MaskSize size(Efficiency row) {
    return new MaskSize(row.maskHeight(), row.maskWidth());
  }

  /** What of a row is as in training, and what is not. */
  private static String trained(Efficiency row) {
    if (!row.asTrained()) {
      return "";
    }
    Integer threads = row.threads();
    return " (size as trained; %s%s%s)"
        .formatted(
            row.batch() < row.trainedBatch() ? row.batch() + " of " : "",
            Words.count(row.trainedBatch(), "image"),
            threads == null ? "" : ", " + Words.count(threads, "thread"));
  }

  private static String why(
      MaskSize trained, List<MaskSize> faster, List<MaskSize> slower, int sizes) {
    String here =
        faster.contains(trained)
            ? "points are faster"
            : slower.contains(trained) ? "the full mask is faster" : "neither is faster";
    String elsewhere =
        faster.size() == sizes || slower.size() == sizes
            ? ", as at all sizes measured"
            : "; points are faster with masks of %s, the full mask with %s"
                .formatted(list(faster), list(slower));
    return "At the size trained with, %s, %s%s.".formatted(trained, here, elsewhere);
  }

  private static String list(List<MaskSize> sizes) {
    return sizes.isEmpty() ? "none" : Words.and(sizes.stream().map(MaskSize::toString).toList());
  }

  private List<Efficiency> rows(String variant) {
    return efficiency.rows().stream().filter(row -> row.variant().equals(variant)).toList();
  }

  private List<Double> times(String variant, int size) {
    return Objects.requireNonNull(efficiency.milliseconds().get(variant)).get(size);
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
