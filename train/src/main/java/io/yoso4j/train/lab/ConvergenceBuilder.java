package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How fast the variants got where, from their curves. */
final class ConvergenceBuilder {
  /** Of the best mean AP: near the end, yet reached by most. */
  private static final double SHARE = 0.8;

  private final List<VariantResult> variants;

  ConvergenceBuilder(List<VariantResult> variants) {
    this.variants = variants;
  }

  Convergence build() {
    double best =
        variants.stream()
            .map(variant -> variant.summary().get("AP"))
            .filter(Objects::nonNull)
            .mapToDouble(Spread::mean)
            .max()
            .orElse(0);
    double target = SHARE * best;
    double steps = least(CurvePoint::step);
    double seconds = least(CurvePoint::seconds);
    List<VariantConvergence> rows = new ArrayList<>();
    for (VariantResult variant : variants) {
      List<@Nullable Double> stepsTo = new ArrayList<>();
      List<@Nullable Double> secondsTo = new ArrayList<>();
      List<@Nullable Double> bySteps = new ArrayList<>();
      List<@Nullable Double> bySeconds = new ArrayList<>();
      for (RunResult run : variant.runs()) {
        boolean whole = run.accuracy() != null && !run.curve().isEmpty();
        Curve overSteps = new Curve(run.curve(), CurvePoint::step);
        Curve overSeconds = new Curve(run.curve(), CurvePoint::seconds);
        stepsTo.add(whole && target > 0 ? overSteps.first(target) : null);
        secondsTo.add(whole && target > 0 ? overSeconds.first(target) : null);
        bySteps.add(whole && steps > 0 ? overSteps.mean(steps) : null);
        bySeconds.add(whole && seconds > 0 ? overSeconds.mean(seconds) : null);
      }
      rows.add(new VariantConvergence(variant.name(), stepsTo, secondsTo, bySteps, bySeconds));
    }
    return new Convergence(target, SHARE, rows);
  }

  /** What all trainings that ended have in common. */
  private double least(ToDoubleFunction<CurvePoint> x) {
    return variants.stream()
        .flatMap(variant -> variant.finished().stream())
        .mapToDouble(run -> new Curve(run.curve(), x).end())
        .min()
        .orElse(0);
  }
}
