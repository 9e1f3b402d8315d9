package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns an image and its objects into a training sample: resizing, flips and turns, crop, padding
 * with the pixel mean, changes of colour.
 *
 * <p>Image and masks go through the same map. The image is resized bilinearly, antialiased when it
 * shrinks; outlines are moved and then drawn; bit masks take the nearest pixel. Crowds are no
 * objects; they and the padding are kept as the sample's ignored region where the loss wants it.
 * The result depends on seed, draw and image id alone. Immutable.
 */
public final class SampleAugmenter {
  private final Augmentations augmentations;
  private final byte[] padding;
  private final long seed;
  private final boolean ignoreRegions;

  private SampleAugmenter(
      Augmentations augmentations, byte[] padding, long seed, boolean ignoreRegions) {
    this.augmentations = augmentations;
    this.padding = padding;
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
    byte[] padding = new byte[3];
    for (int channel = 0; channel < 3; channel++) {
      padding[channel] = (byte) Math.round(pixelMean.get(channel));
    }
    return new SampleAugmenter(Augmentations.of(augment), padding, seed, ignoreRegions);
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
    return augment(new LabelledImage(image, pixels, annotations), draw);
  }

  Sample augment(LabelledImage image, long draw) {
    ImageRecord record = image.record();
    CounterRandom random = CounterRandom.of(seed, draw, record.id());
    Placement placement = augmentations.place(record.width(), record.height(), random);
    MaskPlacement placer = new MaskPlacement(placement, height(), width());
    List<Annotation> objects = image.objects();
    int[] labels = new int[objects.size()];
    List<Bitmap> masks = new ArrayList<>(objects.size());
    for (Annotation object : objects) {
      Rle window = window(placer, object, record);
      if (window.area() > 0) {
        labels[masks.size()] = object.category();
        masks.add(placer.inSample(window));
      }
    }
    return new Sample(
        record.id(),
        height(),
        width(),
        planes(image.pixels(), placement, augmentations.colors(random)),
        placement.validHeight(),
        placement.validWidth(),
        Arrays.copyOf(labels, masks.size()),
        masks,
        ignoreRegions ? ignored(placement, placer, image, masks) : null,
        objects.size() - masks.size(),
        List.of());
  }

  private int height() {
    return augmentations.crop().height();
  }

  private int width() {
    return augmentations.crop().width();
  }

  /** Crowds and everything outside the image, without the objects in them. */
  private Bitmap ignored(
      Placement placement, MaskPlacement placer, LabelledImage image, List<Bitmap> objects) {
    Bitmap region = Bitmap.of(height(), width());
    for (Annotation crowd : image.crowds()) {
      region.unite(placer.inSample(window(placer, crowd, image.record())));
    }
    for (int y = 0; y < height(); y++) {
      int from = y < placement.validHeight() ? placement.validWidth() : 0;
      for (int x = from; x < width(); x++) {
        region.set(y, x, true);
      }
    }
    objects.forEach(region::subtract);
    return region;
  }

  private static Rle window(MaskPlacement placer, Annotation object, ImageRecord image) {
    try {
      return placer.window(object.segmentation());
    } catch (DataException e) {
      throw e.in("%s: annotation %d".formatted(image.path(), object.id()));
    }
  }

  private byte[] planes(RgbImage pixels, Placement placement, ColorChange colors) {
    int plane = height() * width();
    byte[] planes = new byte[3 * plane];
    if (placement.validHeight() < height() || placement.validWidth() < width()) {
      for (int channel = 0; channel < 3; channel++) {
        Arrays.fill(planes, channel * plane, (channel + 1) * plane, padding[channel]);
      }
    }
    PixelPlacement.write(pixels, placement, colors, planes, height(), width());
    return planes;
  }
}
