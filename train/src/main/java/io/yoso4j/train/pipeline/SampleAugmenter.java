package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.pipeline.Scene.SceneObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns an image and its objects into a training sample: resizing, flips and turns, crop, padding
 * with the pixel mean, changes of colour, objects pasted from other images.
 *
 * <p>Image and masks go through the same map. The image is resized bilinearly, antialiased when it
 * shrinks; outlines are moved and then drawn; bit masks take the nearest pixel. Crowds are no
 * objects; they and the padding are kept as the sample's ignored region where the loss wants it.
 * The result depends on seed, draw and image id alone; which other image is pasted from, on the
 * list of images too. Immutable.
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
    return augment(new LabelledImage(image, pixels, annotations), Donors.NONE, draw);
  }

  /**
   * As {@link #augment(ImageRecord, RgbImage, List, long)}, with objects of other images.
   *
   * @param donors asked at most once
   */
  Sample augment(LabelledImage image, Donors donors, long draw) {
    CounterRandom random = CounterRandom.of(seed, draw, image.record().id());
    Placement placement = placement(image, random);
    Scene scene = scene(image, placement, random);
    CopyPaste paste = augmentations.paste();
    if (paste != null && paste.wanted(random)) {
      LabelledImage donor = donors.draw(random);
      if (donor != null) {
        CounterRandom own = random.fork(Purpose.DONOR);
        paste.apply(scene, scene(donor, placement(donor, own), own), own);
      }
    }
    List<SceneObject> objects = scene.objects();
    return new Sample(
        image.record().id(),
        height(),
        width(),
        scene.planes(),
        placement.validHeight(),
        placement.validWidth(),
        objects.stream().mapToInt(SceneObject::label).toArray(),
        objects.stream().map(SceneObject::mask).toList(),
        ignoreRegions ? ignored(image, placement, objects) : null,
        scene.lost(),
        List.of());
  }

  private Placement placement(LabelledImage image, CounterRandom random) {
    return augmentations.place(image.record().width(), image.record().height(), random);
  }

  private Scene scene(LabelledImage image, Placement placement, CounterRandom random) {
    MaskPlacement placer = new MaskPlacement(placement, height(), width());
    List<Annotation> annotations = image.objects();
    List<SceneObject> objects = new ArrayList<>(annotations.size());
    for (Annotation annotation : annotations) {
      Rle window = window(placer, annotation, image.record());
      if (window.area() > 0) {
        objects.add(new SceneObject(annotation.category(), placer.inSample(window)));
      }
    }
    ColorChange colors = augmentations.colors(random);
    return new Scene(
        planes(image.pixels(), placement, colors), objects, annotations.size() - objects.size());
  }

  /** Crowds and everything outside the image, without the objects there. */
  private Bitmap ignored(LabelledImage image, Placement placement, List<SceneObject> objects) {
    MaskPlacement placer = new MaskPlacement(placement, height(), width());
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
    objects.forEach(object -> region.subtract(object.mask()));
    return region;
  }

  private int height() {
    return augmentations.crop().height();
  }

  private int width() {
    return augmentations.crop().width();
  }

  private static Rle window(MaskPlacement placer, Annotation object, ImageRecord image) {
    try {
      return placer.window(object.segmentation());
    } catch (DataException e) {
      throw e.in("image %d: %s: annotation %d".formatted(image.id(), image.path(), object.id()));
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
