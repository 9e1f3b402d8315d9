package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.SyntheticData.disc;
import static io.yoso4j.train.pipeline.SyntheticData.object;
import static io.yoso4j.train.pipeline.SyntheticData.painted;
import static io.yoso4j.train.pipeline.SyntheticData.record;
import static io.yoso4j.train.pipeline.SyntheticData.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.train.config.AugmentSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StillObjectsTest {
  /** Where nothing is drawn at random, training sees the same. */
  @Test
  void areThoseOfASampleWithoutChanges() {
    AugmentSettings still = settings();
    int side = still.imageSize();
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int height = 20 + random.nextInt(100);
      int width = 20 + random.nextInt(100);
      Bitmap first = disc(height, width, width / 2, height / 2, 6 + random.nextInt(10));
      Bitmap second = disc(height, width, random.nextInt(width), random.nextInt(height), 8);
      List<Annotation> objects = List.of(object(1, first), object(2, second));
      RgbImage image = painted(first);
      Sample sample =
          SampleAugmenter.create(still, List.of(1.0, 2.0, 3.0), seed, true)
              .augment(record(1, image), image, objects, 0);
      StillObjects drawn =
          StillObjects.of(
              record(1, image),
              objects,
              List.of(),
              new ImageSize(sample.validWidth(), sample.validHeight()),
              new ImageSize(side, side));
      assertThat(drawn.masks().stream().filter(mask -> mask.area() > 0))
          .as("seed %d", seed)
          .isEqualTo(sample.masks());
      assertThat(drawn.ignore()).as("seed %d", seed).isEqualTo(sample.ignore());
    }
  }

  @Test
  void crowdsAreIgnoredWhereNoObjectIs() {
    Bitmap object = Bitmap.of(8, 8);
    object.set(2, 2, true);
    Bitmap crowd = Bitmap.of(8, 8);
    crowd.set(2, 2, true);
    crowd.set(5, 6, true);
    RgbImage image = painted(object);
    StillObjects drawn =
        StillObjects.of(
            record(1, image),
            List.of(object(1, object)),
            List.of(object(2, crowd)),
            new ImageSize(8, 8),
            new ImageSize(8, 8));
    assertThat(drawn.ignore().get(2, 2)).isFalse();
    assertThat(drawn.ignore().get(5, 6)).isTrue();
    assertThat(drawn.ignore().area()).isEqualTo(1);
  }
}
