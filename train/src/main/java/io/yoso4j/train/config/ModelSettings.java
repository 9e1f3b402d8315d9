package io.yoso4j.train.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code model}: the YOSO network.
 *
 * @param backbone family of the feature extractor
 * @param depth layers of the ResNet: 18, 34, 50, 101 or 152
 * @param norm normalisation of the backbone: {@code frozen} statistics (for pretrained weights),
 *     trained {@code batch} or {@code sync} normalisation, or {@code group}
 * @param freezeAt backbone stages without training, counted from the stem (0 = all are trained)
 * @param stemChannels channels after the ResNet's first convolution
 * @param res2Channels output channels of the ResNet's first stage; later stages double it
 * @param widthPerGroup inner channels of the ResNet's first bottleneck blocks (depth 50 and more)
 * @param hiddenDim channels of the neck's output and width of the head
 * @param aggDim channels to which the neck aggregates the backbone's levels
 * @param numQueries objects that can be predicted per image
 * @param numStages refinement stages of the head
 * @param convKernel1d kernel size of the head's dynamic 1-D convolutions, odd
 * @param numClsFcs layers before the class logits
 * @param numMaskFcs layers before the mask kernels
 * @param feedForwardDim inner width of the head's feed-forward block
 * @param temperature divisor of the class logits
 * @param initialisation {@code faithful} to the published code, which overwrites some zeroed
 *     layers, or as {@code intended}
 * @param pixelMean mean of red, green and blue, on the scale 0 to 255
 * @param pixelStd standard deviation of red, green and blue, on the scale 0 to 255
 * @param backboneWeights pretrained backbone: a file, or a name of {@link
 *     io.yoso4j.model.zoo.ModelZoo}; null to start from random weights
 */
public record ModelSettings(
    Backbone backbone,
    int depth,
    Norm norm,
    int freezeAt,
    int stemChannels,
    int res2Channels,
    int widthPerGroup,
    int hiddenDim,
    int aggDim,
    int numQueries,
    int numStages,
    int convKernel1d,
    int numClsFcs,
    int numMaskFcs,
    int feedForwardDim,
    double temperature,
    Initialisation initialisation,
    List<Double> pixelMean,
    List<Double> pixelStd,
    @Nullable String backboneWeights) {

  /** Families of feature extractors. */
  public enum Backbone {
    /** Residual networks as in torchvision. */
    RESNET,
    /** MobileNetV2 of width 1 as in torchvision. */
    MOBILENETV2
  }

  /** Normalisation layers of the backbone. */
  public enum Norm {
    /** Fixed statistics, scale and shift. */
    FROZEN,
    /** Batch normalisation, trained. */
    BATCH,
    /** As BATCH, over all processes that train together; one process for now. */
    SYNC,
    /** Group normalisation in 32 groups, trained. */
    GROUP
  }

  /** Starting values of the neck. */
  public enum Initialisation {
    /** As the published code really starts. */
    FAITHFUL,
    /** As the published code means to start: offsets zero, upsampling bilinear. */
    INTENDED
  }

  private static final int MAX_CHANNELS = 4096;
  private static final int NORM_GROUPS = 32;

  /** Checks every value. */
  public ModelSettings {
    Check.present("model.backbone", backbone);
    Check.oneOf("model.depth", depth, List.of(18, 34, 50, 101, 152));
    Check.present("model.norm", norm);
    Check.within("model.freeze_at", freezeAt, 0, 5);
    Check.within("model.stem_channels", stemChannels, 1, MAX_CHANNELS);
    Check.within("model.res2_channels", res2Channels, 1, MAX_CHANNELS);
    Check.within("model.width_per_group", widthPerGroup, 1, MAX_CHANNELS);
    if (norm == Norm.GROUP) {
      checkGroups(backbone, depth, stemChannels, res2Channels, widthPerGroup);
    }
    Check.within("model.hidden_dim", hiddenDim, 1, MAX_CHANNELS);
    if (hiddenDim % 8 != 0) {
      throw Check.outside(
          "model.hidden_dim", Integer.toString(hiddenDim), "8, 16, 24, ... (multiples of 8)");
    }
    Check.within("model.agg_dim", aggDim, 1, MAX_CHANNELS);
    Check.within("model.num_queries", numQueries, 1, 10_000);
    Check.within("model.num_stages", numStages, 1, 32);
    Check.within("model.conv_kernel1d", convKernel1d, 1, 31);
    if (convKernel1d % 2 == 0) {
      throw Check.outside("model.conv_kernel1d", Integer.toString(convKernel1d), "1, 3, 5, ... 31");
    }
    Check.within("model.num_cls_fcs", numClsFcs, 1, 16);
    Check.within("model.num_mask_fcs", numMaskFcs, 1, 16);
    Check.within("model.feed_forward_dim", feedForwardDim, 1, 65_536);
    Check.above("model.temperature", temperature, 0, 1000);
    Check.present("model.initialisation", initialisation);
    Check.present("model.pixel_mean", pixelMean);
    Check.size("model.pixel_mean", pixelMean, 3);
    pixelMean.forEach(mean -> Check.within("model.pixel_mean", mean, 0, 255));
    Check.present("model.pixel_std", pixelStd);
    Check.size("model.pixel_std", pixelStd, 3);
    pixelStd.forEach(std -> Check.above("model.pixel_std", std, 0, 255));
    pixelMean = List.copyOf(pixelMean);
    pixelStd = List.copyOf(pixelStd);
  }

  private static void checkGroups(
      Backbone backbone, int depth, int stemChannels, int res2Channels, int widthPerGroup) {
    if (backbone == Backbone.MOBILENETV2) {
      throw new ConfigException(
          List.of("model.norm"),
          "model.norm is group, but must be frozen, batch or sync with model.backbone mobilenetv2");
    }
    checkGroups("model.stem_channels", stemChannels);
    checkGroups("model.res2_channels", res2Channels);
    if (depth >= 50) {
      checkGroups("model.width_per_group", widthPerGroup);
    }
  }

  private static void checkGroups(String key, int channels) {
    if (channels % NORM_GROUPS != 0) {
      throw new ConfigException(
          List.of("model.norm", key),
          "model.norm is group, but %s %d is no multiple of %d"
              .formatted(key, channels, NORM_GROUPS));
    }
  }
}
