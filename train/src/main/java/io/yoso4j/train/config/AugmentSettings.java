package io.yoso4j.train.config;

import java.util.List;

/**
 * Section {@code augment}: random changes of training images.
 *
 * @param imageSize side of the square training images, pixels, a multiple of 32
 * @param minScale smallest random scale; 1 makes the image fit the square exactly
 * @param maxScale largest random scale
 * @param flip probability of a horizontal flip
 */
public record AugmentSettings(int imageSize, double minScale, double maxScale, double flip) {
  /** Coarsest stride of the network: image sides are multiples of it. */
  private static final int STRIDE = 32;

  /** Longest side of a scaled image before it is cropped: bounds memory. */
  private static final int MAX_SCALED_SIDE = 16_384;

  /** Checks every value. */
  public AugmentSettings {
    Check.within("augment.image_size", imageSize, STRIDE, 8192);
    if (imageSize % STRIDE != 0) {
      throw Check.outside(
          "augment.image_size", Integer.toString(imageSize), "32, 64, 96, ... (multiples of 32)");
    }
    Check.above("augment.min_scale", minScale, 0, 100);
    Check.above("augment.max_scale", maxScale, 0, 100);
    if (minScale > maxScale) {
      throw new ConfigException(
          List.of("augment.min_scale", "augment.max_scale"),
          "augment.min_scale is %s, but must not exceed augment.max_scale %s"
              .formatted(Numbers.text(minScale), Numbers.text(maxScale)));
    }
    if (imageSize * maxScale > MAX_SCALED_SIDE) {
      throw new ConfigException(
          List.of("augment.max_scale", "augment.image_size"),
          "augment.max_scale is %s, but times augment.image_size %d it must not exceed %d pixels"
              .formatted(Numbers.text(maxScale), imageSize, MAX_SCALED_SIDE));
    }
    Check.within("augment.flip", flip, 0, 1);
  }
}
