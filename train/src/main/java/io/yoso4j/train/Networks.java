package io.yoso4j.train;

import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.Initialisation;
import io.yoso4j.model.yoso.MobileNetV2Config;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.train.config.ModelSettings;

/** From the configuration tree to the network's own configuration. */
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
}
