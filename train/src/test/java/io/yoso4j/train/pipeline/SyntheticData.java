package io.yoso4j.train.pipeline;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images that show their own mask: white where the object is, black elsewhere. */
final class SyntheticData {
  static final List<Double> MEAN = List.of(123.675, 116.28, 103.53);

  private SyntheticData() {}

  static Bitmap disc(int height, int width, double x, double y, double radius) {
    Bitmap mask = Bitmap.of(height, width);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        mask.set(row, column, Math.hypot(column + 0.5 - x, row + 0.5 - y) < radius);
      }
    }
    return mask;
  }

  static RgbImage painted(Bitmap mask) {
    RgbImage image = RgbImage.filled(mask.width(), mask.height(), 0);
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(y, x)) {
          int i = (y * mask.width() + x) * 3;
          image.rgb()[i] = image.rgb()[i + 1] = image.rgb()[i + 2] = (byte) 255;
        }
      }
    }
    return image;
  }

  static ImageRecord record(long id, RgbImage image) {
    return new ImageRecord(
        id, id + ".png", image.width(), image.height(), Path.of("images", id + ".png"));
  }

  static Annotation object(long id, Bitmap mask) {
    return object(id, false, new Segmentation.RunLength(Rle.encode(mask)));
  }

  static Annotation object(long id, boolean crowd, Segmentation segmentation) {
    return new Annotation(
        id, 1, (int) id, new io.yoso4j.data.mask.Box(0, 0, 1, 1), 1, crowd, segmentation);
  }

  /** A square of 64 pixels that the image fits exactly, nothing random; then changes of it. */
  static AugmentSettings settings(String... sets) {
    List<String> all =
        new ArrayList<>(List.of("image_size=64", "min_scale=1", "max_scale=1", "flip=0"));
    all.addAll(List.of(sets));
    return ConfigLoader.load("r50", null, all.stream().map("augment."::concat).toList()).augment();
  }

  static SampleAugmenter augmenter(AugmentSettings settings, long seed) {
    return SampleAugmenter.create(settings, MEAN, seed, false);
  }
}
