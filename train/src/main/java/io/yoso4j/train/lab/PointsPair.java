package io.yoso4j.train.lab;

import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.config.LossSettings.Points;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Two losses that differ in the points of their mask terms alone, so that a difference between
 * their costs has one cause.
 *
 * @param full the one with the full mask, a variant of the plan
 * @param points the one with points
 * @param trained whether {@code points} is a variant of the plan; otherwise it was made up to be
 *     timed
 */
record PointsPair(VariantPlan full, VariantPlan points, boolean trained) {
  /** Empty if no variant has the full mask. */
  static Optional<PointsPair> find(LabPlan plan, VariantConfig configs) {
    Map<VariantPlan, LossSettings> settings = new LinkedHashMap<>();
    plan.variants().forEach(variant -> settings.put(variant, configs.loss(variant)));
    List<Map.Entry<VariantPlan, LossSettings>> fulls =
        settings.entrySet().stream()
            .filter(entry -> entry.getValue().points() == Points.FULL)
            .toList();
    for (Points points : List.of(Points.UNCERTAIN, Points.RANDOM)) {
      for (Map.Entry<VariantPlan, LossSettings> full : fulls) {
        LossSettings like = withoutPoints(full.getValue());
        for (Map.Entry<VariantPlan, LossSettings> other : settings.entrySet()) {
          LossSettings own = other.getValue();
          if (own.points() == points && withoutPoints(own).equals(like)) {
            return Optional.of(new PointsPair(full.getKey(), other.getKey(), true));
          }
        }
      }
    }
    return fulls.stream()
        .findFirst()
        .map(full -> new PointsPair(full.getKey(), twin(full.getKey(), full.getValue()), false));
  }

  private static VariantPlan twin(VariantPlan full, LossSettings settings) {
    Map<String, String> keys = new LinkedHashMap<>(full.loss());
    keys.put("points", "uncertain");
    // Would follow the points if it were left open.
    keys.put("matcher_points", settings.effectiveMatcherPoints().name().toLowerCase(Locale.ROOT));
    return new VariantPlan(
        full.name() + " at points",
        full.description() + ", but uncertain points",
        keys,
        full.steps(),
        full.evalEvery(),
        full.millisPerStep());
  }

  /** What is left of a loss when its mask points, and what is unused without them, are alike. */
  private static LossSettings withoutPoints(LossSettings loss) {
    return new LossSettings(
        loss.classification(),
        loss.noObjectWeight(),
        loss.perClassWeights(),
        loss.focalAlpha(),
        loss.focalGamma(),
        loss.classWeight(),
        loss.maskWeight(),
        loss.diceWeight(),
        loss.maskTerm(),
        loss.maskFocalAlpha(),
        loss.maskFocalGamma(),
        Points.FULL,
        1,
        1,
        0,
        loss.effectiveMatcherClassCost(),
        loss.effectiveMatcherMaskCost(),
        loss.effectiveMatcherDiceCost(),
        loss.effectiveMatcherPoints(),
        loss.matcherNumPoints(),
        loss.matcherFrame(),
        loss.ignoreRegions());
  }
}
