package io.yoso4j.train.config;

import java.util.List;

/**
 * Section {@code augment}: random changes of training images and, with them, of their masks.
 *
 * <p>A probability of 0 switches a change off. Colours change as in SSD (Liu et al., ECCV 2016,
 * section 3.6) and detectron2's {@code ColorAugSSDTransform}, which has {@code color} 0.5.
 *
 * @param imageSize side of the square training images, pixels, a multiple of 32
 * @param minScale smallest random scale; 1 makes the image fit the square exactly
 * @param maxScale largest random scale
 * @param flip probability of a horizontal flip
 * @param verticalFlip probability of a vertical flip, for images without an up, such as nuclei
 * @param rotate probability of a turn by 90, 180 or 270 degrees, each as likely as the others
 * @param color probability of each of the four changes of colour, drawn one by one
 * @param brightness largest change of brightness, levels of 255, added to every channel
 * @param contrast largest change of contrast: every channel times 1 - contrast to 1 + contrast
 * @param saturation largest change of saturation: S of HSV times 1 - saturation to 1 + saturation
 * @param hue largest turn of the hue, degrees
 * @param copyPaste probability that objects of another image are pasted (Ghiasi et al., CVPR 2021)
 * @param copyPasteObjects most objects pasted into one image
 */
public record AugmentSettings(
    int imageSize,
    double minScale,
    double maxScale,
    double flip,
    double verticalFlip,
    double rotate,
    double color,
    double brightness,
    double contrast,
    double saturation,
    double hue,
    double copyPaste,
    int copyPasteObjects) {
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
    Check.within("augment.vertical_flip", verticalFlip, 0, 1);
    Check.within("augment.rotate", rotate, 0, 1);
    Check.within("augment.color", color, 0, 1);
    Check.within("augment.brightness", brightness, 0, 255);
    Check.within("augment.contrast", contrast, 0, 1);
    Check.within("augment.saturation", saturation, 0, 1);
    Check.within("augment.hue", hue, 0, 180);
    Check.within("augment.copy_paste", copyPaste, 0, 1);
    Check.within("augment.copy_paste_objects", copyPasteObjects, 1, 10_000);
  }
}
