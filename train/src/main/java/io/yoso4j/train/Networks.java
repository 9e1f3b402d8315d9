package io.yoso4j.train;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.Initialisation;
import io.yoso4j.model.yoso.MobileNetV2Config;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.config.ModelSettings;

/** From the configuration tree to the network's and the criterion's own configurations. */
final class Networks {
  private static final int SIZE_DIVISIBILITY = 32;

  private Networks() {}

  static YosoConfig network(ModelSettings model, int numClasses) {
    return new YosoConfig(
        backbone(model),
        numClasses,
        model.numStages(),
        model.hiddenDim(),
        model.aggDim(),
        model.numQueries(),
        model.convKernel1d(),
        model.numClsFcs(),
        model.numMaskFcs(),
        model.feedForwardDim(),
        model.temperature(),
        model.pixelMean(),
        model.pixelStd(),
        SIZE_DIVISIBILITY,
        switch (model.initialisation()) {
          case FAITHFUL -> Initialisation.FAITHFUL;
          case INTENDED -> Initialisation.INTENDED;
        });
  }

  private static BackboneConfig backbone(ModelSettings model) {
    BackboneConfig.Norm norm =
        switch (model.norm()) {
          case FROZEN -> BackboneConfig.Norm.FROZEN;
          case BATCH -> BackboneConfig.Norm.BATCH;
          case SYNC -> BackboneConfig.Norm.SYNC;
          case GROUP -> BackboneConfig.Norm.GROUP;
        };
    return switch (model.backbone()) {
      case RESNET ->
          new ResNetConfig(
              model.depth(),
              model.stemChannels(),
              model.res2Channels(),
              model.widthPerGroup(),
              norm,
              model.freezeAt());
      case MOBILENETV2 -> new MobileNetV2Config(norm, model.freezeAt());
    };
  }

  /**
   * The criterion of a run.
   *
   * @throws io.yoso4j.train.config.ConfigException if the settings do not fit the number of classes
   */
  static SetCriterionConfig criterion(LossSettings loss, int numClasses) {
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
