package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.pipeline.Scene.SceneObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Places an image and its objects in a sample: resized, turned, cropped, its colours changed,
 * padded with the pixel mean. Immutable.
 *
 * @param augmentations what is drawn
 * @param height rows of the sample
 * @param width columns of the sample
 * @param padding red, green and blue outside the image
 */
record SceneMaker(Augmentations augmentations, int height, int width, List<Byte> padding) {

  /** Throws {@link DataException} naming the object that cannot be drawn. */
  Scene make(LabelledImage image, CounterRandom random) {
    ImageRecord record = image.record();
    RandomCrop crop = augmentations.crop();
    Placement moved = augmentations.move(record.width(), record.height(), random);
    Placement placement = crop.apply(moved, random, 0);
    List<SceneObject> objects = objects(image, placement);
    int attempts = crop.hasChoice(moved) ? RandomCrop.ATTEMPTS : 1;
    for (int attempt = 1; attempt < attempts && !crop.accepts(objects); attempt++) {
      placement = crop.apply(moved, random, attempt);
      objects = objects(image, placement);
    }
    if (crop.keepObject() && objects.isEmpty() && attempts > 1) {
      placement = aroundAnObject(image, moved, placement, random);
      objects = objects(image, placement);
    }
    return new Scene(
        placement,
        planes(image, placement, augmentations.colors(random)),
        objects,
        image.objects().size() - objects.size());
  }

  private List<SceneObject> objects(LabelledImage image, Placement placement) {
    return LoaderClock.timed(LoaderClock.Part.RASTERISE, () -> drawn(image, placement));
  }

  private List<SceneObject> drawn(LabelledImage image, Placement placement) {
    MaskPlacement placer = new MaskPlacement(placement, height, width);
    List<SceneObject> objects = new ArrayList<>();
    for (Annotation annotation : image.objects()) {
      Rle window = window(placer, annotation, image.record());
      if (window.area() > 0) {
        objects.add(new SceneObject(annotation.category(), placer.inSample(window)));
      }
    }
    return objects;
  }

  /** A window that holds a pixel drawn from one of the objects; the given one if none has any. */
  private Placement aroundAnObject(
      LabelledImage image, Placement moved, Placement otherwise, CounterRandom random) {
    List<Rle> masks =
        image.objects().stream()
            .map(object -> object.toRle(image.record().height(), image.record().width()))
            .filter(mask -> mask.area() > 0)
            .toList();
    if (masks.isEmpty()) {
      return otherwise;
    }
    Rle mask = masks.get(random.below(Purpose.CROP_AIM, 0, masks.size()));
    int pixel = pixel(mask, random.below(Purpose.CROP_AIM, 1, Math.toIntExact(mask.area())));
    int column = pixel / mask.height();
    int row = pixel % mask.height();
    return augmentations.crop().applyAround(moved, column + 0.5, row + 0.5, random);
  }

  /** The column-major index of a foreground pixel, the number of which is below the area. */
  private static int pixel(Rle mask, int number) {
    int[] counts = mask.counts();
    int start = counts[0];
    int left = number;
    for (int run = 1; left >= counts[run]; run += 2) {
      left -= counts[run];
      start += counts[run] + counts[run + 1];
    }
    return start + left;
  }

  /** Crowds and everything outside the image, without the objects there. */
  Bitmap ignored(LabelledImage image, Scene scene) {
    Placement placement = scene.placement();
    MaskPlacement placer = new MaskPlacement(placement, height, width);
    Bitmap region = Bitmap.of(height, width);
    for (Annotation crowd : image.crowds()) {
      region.unite(placer.inSample(window(placer, crowd, image.record())));
    }
    for (int y = 0; y < height; y++) {
      int from = y < placement.validHeight() ? placement.validWidth() : 0;
      for (int x = from; x < width; x++) {
        region.set(y, x, true);
      }
    }
    scene.objects().forEach(object -> region.subtract(object.mask()));
    return region;
  }

  private static Rle window(MaskPlacement placer, Annotation object, ImageRecord image) {
    try {
      return placer.window(object.segmentation());
    } catch (DataException e) {
      throw e.in("image %d: %s: annotation %d".formatted(image.id(), image.path(), object.id()));
    }
  }

  private byte[] planes(LabelledImage image, Placement placement, ColorChange colors) {
    int plane = height * width;
    byte[] planes = new byte[3 * plane];
    if (placement.validHeight() < height || placement.validWidth() < width) {
      for (int channel = 0; channel < 3; channel++) {
        Arrays.fill(planes, channel * plane, (channel + 1) * plane, padding.get(channel));
      }
    }
    PixelPlacement.write(image.pixels(), placement, colors, planes, height, width);
    return planes;
  }
}
