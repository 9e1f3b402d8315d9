package io.yoso4j.criterion;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Immutable configuration of a {@link SetCriterion}. Start from a preset and change it with {@link
 * #toBuilder()}.
 *
 * @param numClasses object classes without the no-object column, at least 1
 * @param classification class loss and class cost
 * @param maskPoints points of the mask terms
 * @param maskTerm pointwise term beside dice
 * @param weights factors of the terms in the total
 * @param matcher factors and points of the matching cost
 * @param numMasksReducer mean of the number of targets over the ranks
 * @param ignoreRegions whether points in {@link ImageTargets#ignore} regions, and outside an image
 *     that is smaller than the batch's largest, are left out of matching cost, sampling and mask
 *     terms (means are over the points that are left). Off as upstream is
 * @param diagnostics whether {@code cardinality_error} and {@code class_error} are reported
 *     (softmax classification only)
 * @param gradientLayout layout of the mask gradients
 * @param executor runs the tasks beside the calling thread; null = the common pool
 * @param parallelism threads working at once, the caller's included; 1 = the calling thread alone,
 *     0 = as many as the common pool has. The result does not depend on it
 */
public record SetCriterionConfig(
    int numClasses,
    Classification classification,
    MaskPoints maskPoints,
    MaskTerm maskTerm,
    LossWeights weights,
    MatcherConfig matcher,
    NumMasksReducer numMasksReducer,
    boolean ignoreRegions,
    boolean diagnostics,
    GradientLayout gradientLayout,
    @Nullable Executor executor,
    int parallelism) {

  /** Points per pair and per matched image in the presets: 112 × 112. */
  public static final int DEFAULT_POINTS = 12544;

  private static final LossWeights DEFAULT_WEIGHTS = new LossWeights(2, 5, 5);

  /** Checks the ranges. */
  public SetCriterionConfig {
    Checks.positive("numClasses", numClasses);
    Objects.requireNonNull(classification, "classification");
    Objects.requireNonNull(maskPoints, "maskPoints");
    Objects.requireNonNull(maskTerm, "maskTerm");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(matcher, "matcher");
    Objects.requireNonNull(numMasksReducer, "numMasksReducer");
    Objects.requireNonNull(gradientLayout, "gradientLayout");
    Checks.nonNegative("parallelism", parallelism);
    if (classification instanceof Classification.SoftmaxCrossEntropy softmax
        && !softmax.classWeights().isEmpty()
        && softmax.classWeights().size() != numClasses) {
      throw new IllegalArgumentException(
          "classWeights ("
              + softmax.classWeights().size()
              + " values) must be empty or one per class ("
              + numClasses
              + ")");
    }
  }

  /**
   * YOSO and Mask2Former: softmax cross-entropy with no-object weight 0.1 and uncertainty-sampled
   * points.
   */
  public static SetCriterionConfig yoso(int numClasses) {
    return preset(
        numClasses,
        new Classification.SoftmaxCrossEntropy(0.1),
        uncertain(),
        new MatcherPoints.SharedRandom(DEFAULT_POINTS));
  }

  /**
   * The usual baseline: sigmoid focal loss and full masks, matched at the predictions' resolution.
   */
  public static SetCriterionConfig baseline(int numClasses) {
    return preset(
        numClasses,
        new Classification.SigmoidFocal(0.25, 2),
        new MaskPoints.FullMask(),
        new MatcherPoints.PredictionGrid());
  }

  /** Sigmoid focal loss with uncertainty-sampled points. */
  public static SetCriterionConfig hybrid(int numClasses) {
    return preset(
        numClasses,
        new Classification.SigmoidFocal(0.25, 2),
        uncertain(),
        new MatcherPoints.SharedRandom(DEFAULT_POINTS));
  }

  /**
   * DETR with masks: softmax cross-entropy, box L1 and generalised IoU, focal and dice on full
   * masks; matched by class and box alone. {@code loss_mask} and {@code loss_dice} weigh 1.
   */
  public static SetCriterionConfig detr(int numClasses) {
    return new SetCriterionConfig(
        numClasses,
        new Classification.SoftmaxCrossEntropy(0.1),
        new MaskPoints.FullMask(),
        new MaskTerm.Focal(0.25, 2),
        new LossWeights(1, 1, 1, 5, 2),
        new MatcherConfig(1, 0, 0, 5, 2, new MatcherPoints.PredictionGrid(), TargetFrame.OWN),
        NumMasksReducer.local(),
        false,
        true,
        GradientLayout.DENSE,
        null,
        0);
  }

  private static MaskPoints uncertain() {
    return new MaskPoints.UncertaintySampled(DEFAULT_POINTS, 3.0, 0.75);
  }

  private static SetCriterionConfig preset(
      int numClasses,
      Classification classification,
      MaskPoints maskPoints,
      MatcherPoints matcherPoints) {
    LossWeights w = DEFAULT_WEIGHTS;
    return new SetCriterionConfig(
        numClasses,
        classification,
        maskPoints,
        new MaskTerm.BinaryCrossEntropy(),
        w,
        new MatcherConfig(w.classification(), w.mask(), w.dice(), matcherPoints),
        NumMasksReducer.local(),
        false,
        false,
        GradientLayout.DENSE,
        null,
        0);
  }

  /** A builder holding this configuration's values. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Changes single values of a configuration. */
  public static final class Builder {
    private int numClasses;
    private Classification classification;
    private MaskPoints maskPoints;
    private MaskTerm maskTerm;
    private LossWeights weights;
    private MatcherConfig matcher;
    private NumMasksReducer numMasksReducer;
    private boolean ignoreRegions;
    private boolean diagnostics;
    private GradientLayout gradientLayout;
    private @Nullable Executor executor;
    private int parallelism;

    private Builder(SetCriterionConfig from) {
      numClasses = from.numClasses;
      classification = from.classification;
      maskPoints = from.maskPoints;
      maskTerm = from.maskTerm;
      weights = from.weights;
      matcher = from.matcher;
      numMasksReducer = from.numMasksReducer;
      ignoreRegions = from.ignoreRegions;
      diagnostics = from.diagnostics;
      gradientLayout = from.gradientLayout;
      executor = from.executor;
      parallelism = from.parallelism;
    }

    /** Object classes without the no-object column. */
    public Builder numClasses(int value) {
      numClasses = value;
      return this;
    }

    /** Class loss and class cost. */
    public Builder classification(Classification value) {
      classification = value;
      return this;
    }

    /** Points of the mask terms. */
    public Builder maskPoints(MaskPoints value) {
      maskPoints = value;
      return this;
    }

    /**
     * Uncertainty-sampled points with the preset's ratios, and as many shared points in the
     * matcher.
     */
    public Builder numPoints(int value) {
      maskPoints = new MaskPoints.UncertaintySampled(value, 3.0, 0.75);
      matcher =
          new MatcherConfig(
              matcher.classCost(),
              matcher.maskCost(),
              matcher.diceCost(),
              matcher.boxCost(),
              matcher.giouCost(),
              new MatcherPoints.SharedRandom(value),
              matcher.frame());
      return this;
    }

    /** Pointwise mask term beside dice. */
    public Builder maskTerm(MaskTerm value) {
      maskTerm = value;
      return this;
    }

    /** Factors of the terms in the total. */
    public Builder weights(LossWeights value) {
      weights = value;
      return this;
    }

    /** Factors and points of the matching cost. */
    public Builder matcher(MatcherConfig value) {
      matcher = value;
      return this;
    }

    /** Mean of the number of targets over the ranks. */
    public Builder numMasksReducer(NumMasksReducer value) {
      numMasksReducer = value;
      return this;
    }

    /** Whether ignored regions and padding are left out of the mask terms and costs. */
    public Builder ignoreRegions(boolean value) {
      ignoreRegions = value;
      return this;
    }

    /** Whether cardinality and class error are reported. */
    public Builder diagnostics(boolean value) {
      diagnostics = value;
      return this;
    }

    /** Layout of the mask gradients. */
    public Builder gradientLayout(GradientLayout value) {
      gradientLayout = value;
      return this;
    }

    /** Runs the tasks beside the calling thread; null = the common pool. */
    public Builder executor(@Nullable Executor value) {
      executor = value;
      return this;
    }

    /** Threads working at once; 0 = as many as the common pool has. */
    public Builder parallelism(int value) {
      parallelism = value;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public SetCriterionConfig build() {
      return new SetCriterionConfig(
          numClasses,
          classification,
          maskPoints,
          maskTerm,
          weights,
          matcher,
          numMasksReducer,
          ignoreRegions,
          diagnostics,
          gradientLayout,
          executor,
          parallelism);
    }
  }
}
