package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.pipeline.Scene.SceneObject;
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
  private final SceneMaker maker;
  private final long seed;
  private final boolean ignoreRegions;
  private final int minObjectArea;

  private SampleAugmenter(
      Augmentations augmentations,
      SceneMaker maker,
      long seed,
      boolean ignoreRegions,
      int minObjectArea) {
    this.augmentations = augmentations;
    this.maker = maker;
    this.seed = seed;
    this.ignoreRegions = ignoreRegions;
    this.minObjectArea = minObjectArea;
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
    List<Byte> padding = pixelMean.stream().map(mean -> (byte) Math.round(mean)).toList();
    Augmentations augmentations = Augmentations.of(augment);
    return new SampleAugmenter(
        augmentations,
        new SceneMaker(augmentations, augment.sampleHeight(), augment.sampleWidth(), padding),
        seed,
        ignoreRegions,
        augment.minObjectArea());
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
    LabelledImage.requireSize(image, pixels);
    return augment(new LabelledImage(image, pixels, annotations), Donors.NONE, draw);
  }

  /**
   * As {@link #augment(ImageRecord, RgbImage, List, long)}, with objects of other images.
   *
   * @param donors asked at most once
   */
  Sample augment(LabelledImage image, Donors donors, long draw) {
    CounterRandom random = CounterRandom.of(seed, draw, image.record().id());
    Scene scene = maker.make(image, random);
    CopyPaste paste = augmentations.paste();
    if (paste != null && paste.wanted(random)) {
      LabelledImage donor = donors.draw(random);
      if (donor != null) {
        CounterRandom own = random.fork(Purpose.DONOR);
        paste.apply(scene, maker.make(donor, own), own);
      }
    }
    scene.requireArea(minObjectArea);
    List<SceneObject> objects = scene.objects();
    return new Sample(
        image.record().id(),
        maker.height(),
        maker.width(),
        scene.planes(),
        scene.placement().validHeight(),
        scene.placement().validWidth(),
        objects.stream().mapToInt(SceneObject::label).toArray(),
        objects.stream().map(SceneObject::mask).toList(),
        ignoreRegions ? maker.ignored(image, scene) : null,
        scene.lost(),
        List.of());
  }
}
