package io.yoso4j.train.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code augment}: random changes of training images and, with them, of their masks.
 *
 * <p>A probability of 0 switches a change off. Colours change as in SSD (Liu et al., ECCV 2016,
 * section 3.6) and detectron2's {@code ColorAugSSDTransform}, which has {@code color} 0.5.
 *
 * <p>There are two ways to resize: large-scale jitter, and, where {@code shortestEdge} names
 * lengths, detectron2's {@code ResizeShortestEdge}. Either is followed by a crop.
 *
 * @param imageSize side of the square that scale 1 fits an image into, pixels, a multiple of 32;
 *     also that of the training images unless the crop has sides of its own
 * @param minScale smallest random scale; 1 makes the image fit the square exactly
 * @param maxScale largest random scale
 * @param shortestEdge lengths in pixels, one of which the shorter side of the image gets; empty for
 *     large-scale jitter
 * @param longestEdge most pixels of the longer side, with {@code shortestEdge}
 * @param cropHeight rows of the crop, or null for {@code imageSize}
 * @param cropWidth columns of the crop, or null for {@code imageSize}
 * @param cropMaxCategoryArea share of all objects' pixels that those of one class may have at most
 *     in the crop, tried 10 times (detectron2's {@code RandomCrop_CategoryAreaConstraint}); 1 for
 *     any
 * @param cropKeepObject whether the crop is to hold a part of an object, if the image has one
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
 * @param minObjectArea pixels of the training image that an object must have left to be learned
 *     from; smaller ones become background, since a scale at which they are larger teaches them
 *     better (Singh and Davis, SNIP, CVPR 2018). 1 keeps every object that can be seen
 */
public record AugmentSettings(
    int imageSize,
    double minScale,
    double maxScale,
    List<Double> shortestEdge,
    int longestEdge,
    @Nullable Integer cropHeight,
    @Nullable Integer cropWidth,
    double cropMaxCategoryArea,
    boolean cropKeepObject,
    double flip,
    double verticalFlip,
    double rotate,
    double color,
    double brightness,
    double contrast,
    double saturation,
    double hue,
    double copyPaste,
    int copyPasteObjects,
    int minObjectArea) {
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
    shortestEdge = List.copyOf(shortestEdge);
    for (double edge : shortestEdge) {
      Check.within("augment.shortest_edge", edge, 1, MAX_SCALED_SIDE);
    }
    Check.within("augment.longest_edge", longestEdge, 1, MAX_SCALED_SIDE);
    Check.within("augment.crop_height", cropHeight == null ? imageSize : cropHeight, 1, 8192);
    Check.within("augment.crop_width", cropWidth == null ? imageSize : cropWidth, 1, 8192);
    Check.above("augment.crop_max_category_area", cropMaxCategoryArea, 0, 1);
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
    Check.within("augment.min_object_area", minObjectArea, 1, 1_000_000);
  }

  /** Rows of the crop, pixels. */
  public int cropRows() {
    return cropHeight == null ? imageSize : cropHeight;
  }

  /** Columns of the crop, pixels. */
  public int cropColumns() {
    return cropWidth == null ? imageSize : cropWidth;
  }

  /** Rows of the training images: those of the crop, rounded up to a multiple of 32. */
  public int sampleHeight() {
    return Math.ceilDiv(cropRows(), STRIDE) * STRIDE;
  }

  /** Columns of the training images: those of the crop, rounded up to a multiple of 32. */
  public int sampleWidth() {
    return Math.ceilDiv(cropColumns(), STRIDE) * STRIDE;
  }
}
