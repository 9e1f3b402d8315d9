package io.yoso4j.model.yoso;

import java.util.List;
import java.util.Objects;

/**
 * Everything that shapes a YOSO network. Names in parentheses are upstream's keys.
 *
 * @param backbone what makes features of the image
 * @param numClasses classes without "no object" (NUM_CLASSES)
 * @param numStages refinement stages after stage 0 (NUM_STAGES)
 * @param hiddenDim width of features and kernels, a multiple of 8 (HIDDEN_DIM)
 * @param aggDim width of the aggregated neck features (AGG_DIM)
 * @param numQueries objects found at most (NUM_PROPOSALS)
 * @param convKernel1d taps of the dynamic depthwise convolution (CONV_KERNEL_SIZE_1D)
 * @param numClsFcs layers before the class logits (NUM_CLS_FCS)
 * @param numMaskFcs layers before the mask kernels (NUM_MASK_FCS)
 * @param feedForwardDim inner width of the feed-forward block (2048 upstream)
 * @param temperature divides the class logits (TEMPERATIRE)
 * @param pixelMean subtracted per RGB channel, 0 to 255
 * @param pixelStd divides per RGB channel
 * @param sizeDivisibility padded image sides are multiples of this, itself a multiple of 32
 * @param initialisation how the neck starts
 */
public record YosoConfig(
    BackboneConfig backbone,
    int numClasses,
    int numStages,
    int hiddenDim,
    int aggDim,
    int numQueries,
    int convKernel1d,
    int numClsFcs,
    int numMaskFcs,
    int feedForwardDim,
    double temperature,
    List<Double> pixelMean,
    List<Double> pixelStd,
    int sizeDivisibility,
    Initialisation initialisation) {
  private static final List<Double> IMAGENET_MEAN = List.of(123.675, 116.28, 103.53);
  private static final List<Double> IMAGENET_STD = List.of(58.395, 57.12, 57.375);

  public YosoConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(initialisation, "initialisation");
    for (int stage = 0; stage < Backbone.STAGES; stage++) {
      int channels = backbone.channels(stage);
      if (channels < 2 || channels % 2 != 0) {
        throw new IllegalArgumentException(
            "channels of res" + (stage + 2) + " (" + channels + ") must be even and positive");
      }
    }
    Limits.positive("numClasses", numClasses);
    Limits.positive("numStages", numStages);
    Limits.positive("hiddenDim", hiddenDim);
    Limits.positive("aggDim", aggDim);
    Limits.positive("numQueries", numQueries);
    Limits.positive("convKernel1d", convKernel1d);
    Limits.positive("numClsFcs", numClsFcs);
    Limits.positive("numMaskFcs", numMaskFcs);
    Limits.positive("feedForwardDim", feedForwardDim);
    Limits.positive("sizeDivisibility", sizeDivisibility);
    if (hiddenDim % CrossAttentionHead.HEADS != 0) {
      throw new IllegalArgumentException(
          "hiddenDim (" + hiddenDim + ") must be a multiple of " + CrossAttentionHead.HEADS);
    }
    if (sizeDivisibility % 32 != 0) {
      throw new IllegalArgumentException(
          "sizeDivisibility (" + sizeDivisibility + ") must be a multiple of 32");
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature (" + temperature + ") must be positive");
    }
    pixelMean = List.copyOf(pixelMean);
    pixelStd = List.copyOf(pixelStd);
    if (pixelMean.size() != 3 || pixelStd.size() != 3) {
      throw new IllegalArgumentException(
          "pixelMean " + pixelMean + " and pixelStd " + pixelStd + " must hold three values each");
    }
    for (double deviation : pixelStd) {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("pixelStd " + pixelStd + " must be positive");
      }
    }
  }

  /** A small network for the CPU, trained from scratch. */
  public static YosoConfig tiny(int numClasses) {
    return new YosoConfig(
        new ResNetConfig(18, 16, 16, 16, BackboneConfig.Norm.BATCH, 0),
        numClasses,
        2,
        64,
        64,
        25,
        3,
        1,
        1,
        256,
        0.1,
        IMAGENET_MEAN,
        IMAGENET_STD,
        32,
        Initialisation.INTENDED);
  }

  /** ResNet-18 with upstream's neck and head. */
  public static YosoConfig r18(int numClasses) {
    return upstream(BackboneConfig.resnet(18, BackboneConfig.Norm.FROZEN, 0), numClasses);
  }

  /** ResNet-50 with upstream's numbers for COCO. */
  public static YosoConfig r50(int numClasses) {
    return upstream(BackboneConfig.resnet(50, BackboneConfig.Norm.FROZEN, 0), numClasses);
  }

  private static YosoConfig upstream(BackboneConfig backbone, int numClasses) {
    return new YosoConfig(
        backbone,
        numClasses,
        2,
        256,
        128,
        100,
        3,
        1,
        1,
        2048,
        0.05,
        IMAGENET_MEAN,
        IMAGENET_STD,
        32,
        Initialisation.FAITHFUL);
  }

  /** How images enter. */
  public InputSpec input() {
    return new InputSpec(pixelMean, pixelStd, sizeDivisibility);
  }

  /** The same network with another backbone. */
  public YosoConfig withBackbone(BackboneConfig value) {
    return toBuilder().backbone(value).build();
  }

  /** A builder that starts from these values. */
  public YosoConfigBuilder toBuilder() {
    return new YosoConfigBuilder(this);
  }
}
