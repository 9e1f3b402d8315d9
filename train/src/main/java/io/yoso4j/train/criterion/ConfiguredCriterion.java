package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.train.config.LossSettings;

/** From section {@code loss} of the configuration to the criterion's own configuration. */
public final class ConfiguredCriterion {
  private ConfiguredCriterion() {}

  /**
   * The criterion of a run.
   *
   * @throws io.yoso4j.train.config.ConfigException if the settings do not fit the number of classes
   */
  public static SetCriterionConfig of(LossSettings loss, int numClasses) {
    loss.checkClasses(numClasses);
    Classification classification =
        switch (loss.classification()) {
          case CROSS_ENTROPY ->
              new Classification.SoftmaxCrossEntropy(loss.noObjectWeight(), loss.perClassWeights());
          case FOCAL -> new Classification.SigmoidFocal(loss.focalAlpha(), loss.focalGamma());
        };
    MaskPoints points =
        switch (loss.points()) {
          case UNCERTAIN ->
              new MaskPoints.UncertaintySampled(
                  loss.numPoints(), loss.oversampleRatio(), loss.importanceSampleRatio());
          case RANDOM -> new MaskPoints.RandomPoints(loss.numPoints());
          case FULL -> new MaskPoints.FullMask();
        };
    MaskTerm maskTerm =
        switch (loss.maskTerm()) {
          case CROSS_ENTROPY -> new MaskTerm.BinaryCrossEntropy();
          case FOCAL -> new MaskTerm.Focal(loss.maskFocalAlpha(), loss.maskFocalGamma());
        };
    return SetCriterionConfig.yoso(numClasses).toBuilder()
        .classification(classification)
        .maskPoints(points)
        .maskTerm(maskTerm)
        .weights(new LossWeights(loss.classWeight(), loss.maskWeight(), loss.diceWeight()))
        .matcher(matcher(loss))
        .ignoreRegions(loss.ignoreRegions())
        .build();
  }

  private static MatcherConfig matcher(LossSettings loss) {
    return new MatcherConfig(
        loss.effectiveMatcherClassCost(),
        loss.effectiveMatcherMaskCost(),
        loss.effectiveMatcherDiceCost(),
        0,
        0,
        switch (loss.effectiveMatcherPoints()) {
          case RANDOM -> new MatcherPoints.SharedRandom(loss.matcherNumPoints());
          case PREDICTION -> new MatcherPoints.PredictionGrid();
          case TARGET -> new MatcherPoints.TargetGrid();
        },
        switch (loss.matcherFrame()) {
          case OWN -> TargetFrame.OWN;
          case BATCH -> TargetFrame.BATCH;
        });
  }
}
