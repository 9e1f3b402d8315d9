package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the data show of the variants, and what they do not, in sentences. */
final class Verdict {
  /** Below this, nothing has been learned that could be compared. */
  static final double LEAST_AP = 0.05;

  /** Seeds from which a difference counts as shown: one says nothing of the luck in it. */
  static final int LEAST_SEEDS = 2;

  private static final int FEW_SEEDS = 5;
  private static final int FEW_IMAGES = 200;

  /**
   * Rise in the last tenth of a training, as a share of its AP, from which it was not at its end.
   */
  private static final double STILL_RISING = 0.05;

  private final LabPlan plan;
  private final List<VariantResult> variants;
  private final List<PairedComparison> comparisons;

  Verdict(LabPlan plan, List<VariantResult> variants, List<PairedComparison> comparisons) {
    this.plan = plan;
    this.variants = variants;
    this.comparisons = comparisons;
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (!learned(variants)) {
      sentences.add(unlearned());
    }
    List<VariantResult> finished =
        variants.stream().filter(variant -> !variant.finished().isEmpty()).toList();
    if (variants.size() > 1) {
      compared(sentences);
    }
    if (finished.size() == 1) {
      alone(finished.getFirst(), sentences);
    }
    failures(sentences);
    limits(sentences);
    return List.copyOf(sentences);
  }

  private String unlearned() {
    if (variants.stream().allMatch(variant -> variant.finished().isEmpty())) {
      return "Nothing is shown: no training came to its end.";
    }
    if (variants.stream().noneMatch(variant -> variant.summary().containsKey("AP"))) {
      return "Nothing is shown: the validation images hold nothing to find.";
    }
    return "Nothing is shown: no variant reached a mask AP of %s in %s; give them a larger budget."
        .formatted(Words.ap(LEAST_AP), plan.budget());
  }

  private static void alone(VariantResult only, List<String> sentences) {
    Spread ap = only.summary().get("AP");
    if (ap != null) {
      sentences.add(
          "%s reached AP %s (%s); there is nothing to compare it with."
              .formatted(only.name(), Words.ap(ap.mean()), Words.count(ap.count(), "seed")));
    }
  }

  /** With the reference, or without it if it has no result. */
  private void compared(List<String> sentences) {
    VariantResult reference = ClaimBuilder.find(variants, plan.reference());
    if (reference.finished().isEmpty()) {
      boolean others = comparisons.stream().anyMatch(pair -> !with(pair, reference));
      sentences.add(
          "%s, the reference, has no result%s."
              .formatted(
                  reference.name(),
                  others ? "; the other losses are compared with each other alone" : ""));
      comparisons.stream().map(this::sentence).forEach(sentences::add);
      return;
    }
    for (VariantResult other : variants) {
      if (other.name().equals(reference.name()) || other.finished().isEmpty()) {
        continue;
      }
      sentences.add(
          comparisons.stream()
              .filter(pair -> with(pair, reference) && pair.second().equals(other.name()))
              .findFirst()
              .map(this::sentence)
              .orElseGet(() ->
                  "%s and %s cannot be compared: with no seed both trainings came to their end."
                      .formatted(other.name(), reference.name())));
    }
  }

  private static boolean with(PairedComparison pair, VariantResult first) {
    return pair.first().equals(first.name());
  }

  /** Whether any variant got so far that a comparison has a meaning. */
  static boolean learned(List<VariantResult> variants) {
    return variants.stream()
        .map(variant -> variant.summary().get("AP"))
        .anyMatch(ap -> ap != null && ap.mean() >= LEAST_AP);
  }

  /**
   * Whether a difference is beyond what the choice of images and the luck of seeds explain.
   *
   * @param seeds with which both variants were trained
   * @param learned whether any variant got so far that a comparison has a meaning
   */
  static boolean shown(PairedDifference difference, int seeds, boolean learned) {
    return learned && seeds >= LEAST_SEEDS && difference.clear();
  }

  private String sentence(PairedComparison comparison) {
    PairedDifference ap = Objects.requireNonNull(comparison.metrics().get("AP"));
    Double difference = ap.difference();
    Double low = ap.low();
    Double high = ap.high();
    if (difference == null || low == null || high == null) {
      return "%s and %s cannot be compared: the validation images hold nothing to find."
          .formatted(comparison.second(), comparison.first());
    }
    String numbers =
        "AP %s against %s, a difference of %s (95%% interval %s to %s, %s)"
            .formatted(
                number(ap.second()),
                number(ap.first()),
                Words.signed(difference),
                Words.signed(low),
                Words.signed(high),
                Words.count(comparison.seeds(), "seed"));
    if (shown(ap, comparison.seeds(), learned(variants))) {
      return "%s is %s than %s: %s."
          .formatted(
              comparison.second(),
              difference > 0 ? "better" : "worse",
              comparison.first(),
              numbers);
    }
    return "Between %s and %s no difference is shown: %s%s."
        .formatted(
            comparison.second(),
            comparison.first(),
            numbers,
            unseen(comparison.seeds(), (high - low) / 2));
  }

  /** What a comparison that shows nothing cannot exclude. */
  private String unseen(int seeds, double halfWidth) {
    if (seeds < LEAST_SEEDS) {
      return "; the interval is of the images alone, and one seed cannot tell the loss from luck";
    }
    return learned(variants)
        ? "; one below about %s could not be seen here".formatted(Words.ap(halfWidth))
        : "";
  }

  private static String number(@Nullable Double ap) {
    return ap == null ? "?" : Words.ap(ap);
  }

  private void failures(List<String> sentences) {
    for (VariantResult variant : variants) {
      long failed = variant.runs().stream().filter(run -> run.failure() != null).count();
      int all = variant.runs().size();
      if (failed > 0) {
        sentences.add(
            variant.finished().isEmpty() && failed == all
                ? "%s of %s broke down %s; it has no numbers."
                    .formatted(
                        all == 1 ? "The training" : "All " + all + " trainings",
                        variant.name(),
                        why(variant))
                : "%d of %s of %s broke down %s; its numbers are of the others."
                    .formatted(failed, Words.count(all, "training"), variant.name(), why(variant)));
      }
    }
  }

  private static String why(VariantResult variant) {
    boolean finite =
        variant.runs().stream()
            .map(RunResult::failure)
            .filter(Objects::nonNull)
            .noneMatch(failure -> failure.contains("not finite"));
    return finite ? "for want of memory" : "since the loss was not finite";
  }

  private void limits(List<String> sentences) {
    List<String> few = new ArrayList<>();
    if (plan.seeds().size() < FEW_SEEDS) {
      few.add(Words.count(plan.seeds().size(), "seed"));
    }
    if (plan.valImages() < FEW_IMAGES) {
      few.add(Words.count(plan.valImages(), "validation image"));
    }
    if (!few.isEmpty() && learned(variants) && !comparisons.isEmpty()) {
      sentences.add(
          "%s %s few: with more, smaller differences could be seen."
              .formatted(
                  Words.and(few),
                  few.size() == 1 && few.getFirst().startsWith("1 ") ? "is" : "are"));
    }
    List<String> rising =
        learned(variants)
            ? variants.stream().filter(Verdict::stillRising).map(VariantResult::name).toList()
            : List.of();
    if (!rising.isEmpty()) {
      sentences.add(
          "AP of %s was still rising at the end: with a larger budget %s."
              .formatted(
                  Words.and(rising),
                  variants.size() == 1 ? "it may be higher" : "the order may be another one"));
    }
    if (variants.stream().anyMatch(variant -> !variant.finished().isEmpty())) {
      sentences.add(
          "This holds for this network, these data and %s, not for trainings of another length."
              .formatted(plan.budget()));
    }
  }

  private static boolean stillRising(VariantResult variant) {
    List<RunResult> finished = variant.finished();
    long rising =
        finished.stream()
            .filter(run -> {
              Curve curve = new Curve(run.curve(), CurvePoint::step);
              return curve.rise(0.1) > STILL_RISING;
            })
            .count();
    return !finished.isEmpty() && 2 * rising > finished.size();
  }
}
