package io.yoso4j.train.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code loss}: matching and loss terms.
 *
 * @param classification how classes are scored
 * @param noObjectWeight weight of the no-object class (cross-entropy only)
 * @param perClassWeights weight of every class in the class term, in the order of the data set's
 *     category ids; empty for 1 each (cross-entropy only)
 * @param focalAlpha balance of present and absent classes, below 0 for none (focal only)
 * @param focalGamma focusing exponent (focal only)
 * @param classWeight weight of the class term, in the loss and, unless {@code matcherClassCost}
 *     says otherwise, in the matching
 * @param maskWeight weight of the pointwise mask term, likewise
 * @param diceWeight weight of the dice term, likewise
 * @param maskTerm pointwise mask term beside dice
 * @param maskFocalAlpha balance of object and background, below 0 for none ({@code mask_term:
 *     focal} only)
 * @param maskFocalGamma focusing exponent ({@code mask_term: focal} only)
 * @param points where masks are compared
 * @param numPoints points per object in the loss (unused with {@code full})
 * @param oversampleRatio candidates drawn per uncertain point
 * @param importanceSampleRatio share of the points taken from the most uncertain candidates
 * @param matcherClassCost weight of the class cost in the matching; null for {@code classWeight}
 * @param matcherMaskCost weight of the mask cross-entropy in the matching; null for {@code
 *     maskWeight}
 * @param matcherDiceCost weight of dice in the matching; null for {@code diceWeight}
 * @param matcherPoints where the matching compares masks; null for {@code prediction} when {@code
 *     points} is {@code full}, else {@code random}
 * @param matcherNumPoints points per image in the matching ({@code random} only)
 * @param matcherFrame what the matching's points are relative to
 * @param ignoreRegions whether crowds and padding are left out of mask terms and costs; otherwise
 *     they are background, as upstream has it
 */
public record LossSettings(
    Classification classification,
    double noObjectWeight,
    List<Double> perClassWeights,
    double focalAlpha,
    double focalGamma,
    double classWeight,
    double maskWeight,
    double diceWeight,
    MaskTerm maskTerm,
    double maskFocalAlpha,
    double maskFocalGamma,
    Points points,
    int numPoints,
    double oversampleRatio,
    double importanceSampleRatio,
    @Nullable Double matcherClassCost,
    @Nullable Double matcherMaskCost,
    @Nullable Double matcherDiceCost,
    @Nullable MatcherPoints matcherPoints,
    int matcherNumPoints,
    MatcherFrame matcherFrame,
    boolean ignoreRegions) {

  /** How classes are scored. */
  public enum Classification {
    /** Softmax with a no-object class. */
    CROSS_ENTROPY,
    /** One sigmoid per class. */
    FOCAL
  }

  /** Pointwise mask term. */
  public enum MaskTerm {
    /** Sigmoid binary cross-entropy. */
    CROSS_ENTROPY,
    /** Sigmoid focal loss. */
    FOCAL
  }

  /** Where masks are compared. */
  public enum Points {
    /** At points preferred where the prediction is uncertain. */
    UNCERTAIN,
    /** At uniformly random points. */
    RANDOM,
    /** At every pixel. */
    FULL
  }

  /** Where the matching compares masks. */
  public enum MatcherPoints {
    /** At uniformly random points, the same for all pairs of an image. */
    RANDOM,
    /** At every pixel of the prediction. */
    PREDICTION,
    /** At every pixel of the target. */
    TARGET
  }

  /** What the matching's points are relative to; of no effect on images of equal size. */
  public enum MatcherFrame {
    /** The image's own size, as upstream. */
    OWN,
    /** The largest size of the batch, as in the loss. */
    BATCH
  }

  private static final double MAX_WEIGHT = 1e6;
  private static final int MAX_POINTS = 1 << 22;
  private static final int MAX_CLASSES = 1 << 20;

  /** Checks every value. */
  public LossSettings {
    Check.present("loss.classification", classification);
    Check.within("loss.no_object_weight", noObjectWeight, 0, MAX_WEIGHT);
    Check.present("loss.per_class_weights", perClassWeights);
    if (perClassWeights.size() > MAX_CLASSES) {
      throw Check.outside(
          "loss.per_class_weights",
          perClassWeights.size() + " long",
          "0 to " + MAX_CLASSES + " weights");
    }
    perClassWeights.forEach(
        weight -> Check.within("loss.per_class_weights", weight, 0, MAX_WEIGHT));
    perClassWeights = List.copyOf(perClassWeights);
    Check.within("loss.focal_alpha", focalAlpha, -1, 1);
    Check.within("loss.focal_gamma", focalGamma, 0, 100);
    Check.within("loss.class_weight", classWeight, 0, MAX_WEIGHT);
    Check.within("loss.mask_weight", maskWeight, 0, MAX_WEIGHT);
    Check.within("loss.dice_weight", diceWeight, 0, MAX_WEIGHT);
    Check.present("loss.mask_term", maskTerm);
    Check.within("loss.mask_focal_alpha", maskFocalAlpha, -1, 1);
    Check.within("loss.mask_focal_gamma", maskFocalGamma, 0, 100);
    Check.present("loss.points", points);
    Check.within("loss.num_points", numPoints, 1, MAX_POINTS);
    Check.within("loss.oversample_ratio", oversampleRatio, 1, 100);
    Check.within("loss.importance_sample_ratio", importanceSampleRatio, 0, 1);
    checkCost("loss.matcher_class_cost", matcherClassCost);
    checkCost("loss.matcher_mask_cost", matcherMaskCost);
    checkCost("loss.matcher_dice_cost", matcherDiceCost);
    Check.within("loss.matcher_num_points", matcherNumPoints, 1, MAX_POINTS);
    Check.present("loss.matcher_frame", matcherFrame);
    if (orElse(matcherClassCost, classWeight) == 0
        && orElse(matcherMaskCost, maskWeight) == 0
        && orElse(matcherDiceCost, diceWeight) == 0) {
      throw new ConfigException(
          List.of(
              "loss.matcher_class_cost",
              "loss.matcher_mask_cost",
              "loss.matcher_dice_cost",
              "loss.class_weight",
              "loss.mask_weight",
              "loss.dice_weight"),
          "loss.matcher_class_cost, loss.matcher_mask_cost and loss.matcher_dice_cost are all 0,"
              + " but one of them must be above 0 (each is the weight of its term unless it is set)");
    }
  }

  /** Weight of the class cost in the matching. */
  public double effectiveMatcherClassCost() {
    return orElse(matcherClassCost, classWeight);
  }

  /** Weight of the mask cross-entropy in the matching. */
  public double effectiveMatcherMaskCost() {
    return orElse(matcherMaskCost, maskWeight);
  }

  /** Weight of dice in the matching. */
  public double effectiveMatcherDiceCost() {
    return orElse(matcherDiceCost, diceWeight);
  }

  /** Where the matching compares masks. */
  public MatcherPoints effectiveMatcherPoints() {
    if (matcherPoints != null) {
      return matcherPoints;
    }
    return points == Points.FULL ? MatcherPoints.PREDICTION : MatcherPoints.RANDOM;
  }

  /**
   * Checks what can be checked only once the classes are known.
   *
   * @throws ConfigException if there are weights per class, but not one for each
   */
  public void checkClasses(int numClasses) {
    if (!perClassWeights.isEmpty() && perClassWeights.size() != numClasses) {
      throw new ConfigException(
          List.of("loss.per_class_weights"),
          "loss.per_class_weights has %d numbers, but must have none or one for each of the %d classes"
              .formatted(perClassWeights.size(), numClasses));
    }
  }

  private static void checkCost(String key, @Nullable Double cost) {
    if (cost != null) {
      Check.within(key, cost, 0, MAX_WEIGHT);
    }
  }

  private static double orElse(@Nullable Double cost, double weight) {
    return cost != null ? cost : weight;
  }
}
