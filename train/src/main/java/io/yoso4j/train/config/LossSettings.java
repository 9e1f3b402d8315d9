package io.yoso4j.train.config;

/**
 * Section {@code loss}: matching and loss terms.
 *
 * @param classification how classes are scored
 * @param noObjectWeight weight of the no-object class (cross-entropy only)
 * @param focalAlpha balance of present and absent classes (focal only)
 * @param focalGamma focusing exponent (focal only)
 * @param classWeight weight of the class term, in the matching and in the loss
 * @param maskWeight weight of the mask cross-entropy term, in the matching and in the loss
 * @param diceWeight weight of the dice term, in the matching and in the loss
 * @param points where masks are compared
 * @param numPoints points per object in the loss (unused with {@code full})
 * @param oversampleRatio candidates drawn per uncertain point
 * @param importanceSampleRatio share of the points taken from the most uncertain candidates
 * @param matcherNumPoints points per image in the matching
 */
public record LossSettings(
    Classification classification,
    double noObjectWeight,
    double focalAlpha,
    double focalGamma,
    double classWeight,
    double maskWeight,
    double diceWeight,
    Points points,
    int numPoints,
    double oversampleRatio,
    double importanceSampleRatio,
    int matcherNumPoints) {

  /** How classes are scored. */
  public enum Classification {
    /** Softmax with a no-object class. */
    CROSS_ENTROPY,
    /** One sigmoid per class. */
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

  private static final double MAX_WEIGHT = 1e6;
  private static final int MAX_POINTS = 1 << 22;

  /** Checks every value. */
  public LossSettings {
    Check.present("loss.classification", classification);
    Check.within("loss.no_object_weight", noObjectWeight, 0, MAX_WEIGHT);
    Check.within("loss.focal_alpha", focalAlpha, 0, 1);
    Check.within("loss.focal_gamma", focalGamma, 0, 100);
    Check.within("loss.class_weight", classWeight, 0, MAX_WEIGHT);
    Check.within("loss.mask_weight", maskWeight, 0, MAX_WEIGHT);
    Check.within("loss.dice_weight", diceWeight, 0, MAX_WEIGHT);
    Check.present("loss.points", points);
    Check.within("loss.num_points", numPoints, 1, MAX_POINTS);
    Check.within("loss.oversample_ratio", oversampleRatio, 1, 100);
    Check.within("loss.importance_sample_ratio", importanceSampleRatio, 0, 1);
    Check.within("loss.matcher_num_points", matcherNumPoints, 1, MAX_POINTS);
  }
}
