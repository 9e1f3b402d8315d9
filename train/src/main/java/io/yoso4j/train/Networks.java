package io.yoso4j.train;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.Initialisation;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.config.ModelSettings;

/** From the configuration tree to the network's and the criterion's own configurations. */
final class Networks {
  private static final int SIZE_DIVISIBILITY = 32;

  private Networks() {}

  static YosoConfig network(ModelSettings model, int numClasses) {
    BackboneConfig backbone =
        new BackboneConfig(
            model.depth(),
            model.stemChannels(),
            model.res2Channels(),
            model.widthPerGroup(),
            switch (model.norm()) {
              case FROZEN -> BackboneConfig.Norm.FROZEN;
              case BATCH -> BackboneConfig.Norm.BATCH;
            },
            model.freezeAt());
    return new YosoConfig(
        backbone,
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

  static SetCriterionConfig criterion(LossSettings loss, int numClasses) {
    Classification classification =
        switch (loss.classification()) {
          case CROSS_ENTROPY -> new Classification.SoftmaxCrossEntropy(loss.noObjectWeight());
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
    MatcherPoints matcherPoints =
        points instanceof MaskPoints.FullMask
            ? new MatcherPoints.PredictionGrid()
            : new MatcherPoints.SharedRandom(loss.matcherNumPoints());
    return SetCriterionConfig.yoso(numClasses).toBuilder()
        .classification(classification)
        .maskPoints(points)
        .weights(new LossWeights(loss.classWeight(), loss.maskWeight(), loss.diceWeight()))
        .matcher(
            new MatcherConfig(
                loss.classWeight(), loss.maskWeight(), loss.diceWeight(), matcherPoints))
        .build();
  }
}
