package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns an image and its objects into a training sample: large-scale jitter, crop, padding with the
 * pixel mean, horizontal flip.
 *
 * <p>Image and masks go through the same map. The image is resized bilinearly, antialiased when it
 * shrinks; outlines are moved and then drawn; bit masks take the nearest pixel. Crowds are no
 * objects; they and the padding are kept as the sample's ignored region where the loss wants it.
 * The result depends on seed, draw and image id alone. Immutable.
 */
public final class SampleAugmenter {
  private final AugmentSettings augment;
  private final List<Double> pixelMean;
  private final long seed;
  private final boolean ignoreRegions;

  private SampleAugmenter(
      AugmentSettings augment, List<Double> pixelMean, long seed, boolean ignoreRegions) {
    this.augment = augment;
    this.pixelMean = pixelMean;
    this.seed = seed;
    this.ignoreRegions = ignoreRegions;
  }

  /** The augmentation of a configuration. */
  public static SampleAugmenter create(TrainConfig config) {
    return create(
        config.augment(), config.model().pixelMean(), config.seed(), config.loss().ignoreRegions());
  }

  /**
   * @param augment sizes and probabilities
   * @param pixelMean red, green and blue of the padding, 0 to 255
   * @param seed seed of the run
   * @param ignoreRegions whether samples carry crowds and padding as a region to ignore
   */
  public static SampleAugmenter create(
      AugmentSettings augment, List<Double> pixelMean, long seed, boolean ignoreRegions) {
    if (pixelMean.size() != 3) {
      throw new IllegalArgumentException("pixelMean must hold 3 values, but is " + pixelMean);
    }
    return new SampleAugmenter(augment, List.copyOf(pixelMean), seed, ignoreRegions);
  }

  /**
   * @param image the image's record
   * @param pixels its pixels, of the size the record states
   * @param annotations its objects
   * @param draw how many images were drawn before; other draws of one image look different
   * @throws DataException if the sizes differ or an object cannot be drawn, naming file and id
   */
  public Sample augment(
      ImageRecord image, RgbImage pixels, List<Annotation> annotations, long draw) {
    if (pixels.width() != image.width() || pixels.height() != image.height()) {
      throw new DataException(
          "%s: image %d is %dx%d pixels, but its annotation file says %dx%d"
              .formatted(
                  image.path(),
                  image.id(),
                  pixels.width(),
                  pixels.height(),
                  image.width(),
                  image.height()));
    }
    CounterRandom random = CounterRandom.of(seed, draw, image.id());
    Placement placement = Placement.draw(augment, image.width(), image.height(), random);
    List<Annotation> objects = annotations.stream().filter(a -> !a.crowd()).toList();
    MaskPlacement placer = new MaskPlacement(placement);
    int[] labels = new int[objects.size()];
    List<Bitmap> masks = new ArrayList<>(objects.size());
    for (Annotation object : objects) {
      Bitmap mask = place(placer, object, image);
      if (mask.area() > 0) {
        labels[masks.size()] = object.category();
        masks.add(mask);
      }
    }
    return new Sample(
        image.id(),
        placement.size(),
        planes(pixels, placement),
        placement.validHeight(),
        placement.validWidth(),
        Arrays.copyOf(labels, masks.size()),
        masks,
        ignoreRegions ? ignored(placement, placer, image, annotations, masks) : null,
        objects.size() - masks.size(),
        List.of());
  }

  /** Crowds without the objects in them, and everything outside the image. */
  private static Bitmap ignored(
      Placement placement,
      MaskPlacement placer,
      ImageRecord image,
      List<Annotation> annotations,
      List<Bitmap> objects) {
    Bitmap region = Bitmap.of(placement.size(), placement.size());
    long[] words = region.words();
    for (Annotation annotation : annotations) {
      if (annotation.crowd()) {
        long[] crowd = place(placer, annotation, image).words();
        for (int i = 0; i < words.length; i++) {
          words[i] |= crowd[i];
        }
      }
    }
    for (Bitmap object : objects) {
      for (int i = 0; i < words.length; i++) {
        words[i] &= ~object.words()[i];
      }
    }
    for (int y = 0; y < placement.size(); y++) {
      int from = y < placement.validHeight() ? placement.validWidth() : 0;
      for (int x = from; x < placement.size(); x++) {
        region.set(y, x, true);
      }
    }
    return region;
  }

  private static Bitmap place(MaskPlacement placer, Annotation object, ImageRecord image) {
    try {
      return placer.place(object.segmentation());
    } catch (DataException e) {
      throw e.in("%s: annotation %d".formatted(image.path(), object.id()));
    }
  }

  private byte[] planes(RgbImage pixels, Placement placement) {
    RgbImage scaled = pixels.resizeBilinear(placement.scaledWidth(), placement.scaledHeight());
    byte[] rgb = scaled.rgb();
    int size = placement.size();
    byte[] planes = new byte[3 * size * size];
    for (int channel = 0; channel < 3; channel++) {
      int plane = channel * size * size;
      Arrays.fill(planes, plane, plane + size * size, (byte) Math.round(pixelMean.get(channel)));
      for (int y = 0; y < placement.validHeight(); y++) {
        int from =
            ((placement.top() + y) * placement.scaledWidth() + placement.left()) * 3 + channel;
        int row = plane + y * size;
        for (int x = 0; x < placement.validWidth(); x++) {
          planes[row + placement.column(x)] = rgb[from + 3 * x];
        }
      }
    }
    return planes;
  }
}
