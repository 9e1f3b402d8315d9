package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.SyntheticData.augmenter;
import static io.yoso4j.train.pipeline.SyntheticData.disc;
import static io.yoso4j.train.pipeline.SyntheticData.object;
import static io.yoso4j.train.pipeline.SyntheticData.painted;
import static io.yoso4j.train.pipeline.SyntheticData.record;
import static io.yoso4j.train.pipeline.SyntheticData.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.config.AugmentSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleAugmenterTest {
  private static final AugmentSettings JITTER =
      settings("min_scale=0.4", "max_scale=2", "flip=0.5");
  private static final AugmentSettings IDENTITY = settings();
  private static final int PAD_RED = 124;

  /** Rectangles have edges between pixels, where bilinear and nearest agree when enlarging. */
  @Test
  void enlargedRectanglesMatchTheirImageExactly() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int height = 8 + random.nextInt(25);
      int width = 8 + random.nextInt(25);
      Bitmap mask = Bitmap.of(height, width);
      int to = 1 + random.nextInt(width);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < to; x++) {
          mask.set(y, x, true);
        }
      }
      RgbImage image = painted(mask);
      Sample sample =
          augmenter(settings("max_scale=2", "flip=0.5"), seed)
              .augment(record(1, image), image, List.of(object(1, mask)), seed);
      if (!sample.masks().isEmpty()) {
        assertThat(disagreements(sample, sample.masks().getFirst())).as("seed %d", seed).isZero();
      }
    }
  }

  @Test
  void discsMatchTheirImageButForThePixelsOnTheEdge() {
    int compared = 0;
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int height = 30 + random.nextInt(100);
      int width = 30 + random.nextInt(100);
      double radius = 6 + random.nextInt(20);
      Bitmap mask = disc(height, width, random.nextInt(width), random.nextInt(height), radius);
      RgbImage image = painted(mask);
      Sample sample =
          augmenter(JITTER, seed).augment(record(1, image), image, List.of(object(1, mask)), 0);
      if (sample.masks().isEmpty()) {
        continue;
      }
      compared++;
      assertThat(clearDisagreements(sample, sample.masks().getFirst()))
          .as("seed %d", seed)
          .isZero();
    }
    assertThat(compared).isGreaterThan(150);
  }

  @Test
  void polygonsLieWhereTheirMasksLie() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int size = 40 + random.nextInt(60);
      double cx = random.nextInt(size);
      double cy = random.nextInt(size);
      double[] ring = new double[128];
      for (int i = 0; i < 64; i++) {
        ring[2 * i] = cx + 18 * Math.cos(i * Math.PI / 32);
        ring[2 * i + 1] = cy + 14 * Math.sin(i * Math.PI / 32);
      }
      Segmentation polygon = new Segmentation.Polygon(List.of(ring));
      Bitmap mask = object(1, false, polygon).toRle(size, size).toBitmap();
      RgbImage image = painted(mask);
      Sample sample =
          augmenter(JITTER, seed)
              .augment(record(1, image), image, List.of(object(1, false, polygon)), 0);
      if (!sample.masks().isEmpty()) {
        Bitmap placed = sample.masks().getFirst();
        assertThat(clearDisagreements(sample, placed)).as("seed %d", seed).isZero();
        for (int y = 0; y < placed.height(); y++) {
          for (int x = 0; x < placed.width(); x++) {
            if (y >= sample.validHeight() || x >= sample.validWidth()) {
              assertThat(placed.get(y, x)).as("seed %d, padding %d, %d", seed, y, x).isFalse();
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2", "44,2", "45,1", "300,0"})
  void objectsWithFewerPixelsAreLeftOutAndNotCountedAsLost(int minimum, int kept) {
    Bitmap small = disc(32, 64, 10, 10, 3.8);
    Bitmap large = disc(32, 64, 40, 15, 9);
    assertThat(small.area()).isEqualTo(44);
    RgbImage image = painted(large);
    Sample sample =
        augmenter(settings("min_object_area=" + minimum), 1)
            .augment(record(1, image), image, List.of(object(2, small), object(3, large)), 7);
    assertThat(sample.labels()).isEqualTo(Arrays.copyOfRange(new int[] {2, 3}, 2 - kept, 2));
    assertThat(sample.droppedObjects()).isZero();
  }

  @Test
  void atScaleOneNothingChangesButThePadding() {
    Bitmap mask = disc(32, 64, 20, 15, 9);
    RgbImage image = painted(mask);
    Sample sample =
        augmenter(IDENTITY, 1).augment(record(1, image), image, List.of(object(3, mask)), 7);
    assertThat(sample.validHeight()).isEqualTo(32);
    assertThat(sample.validWidth()).isEqualTo(64);
    assertThat(sample.labels()).containsExactly(3);
    assertThat(disagreements(sample, sample.masks().getFirst())).isZero();
    assertThat(sample.masks().getFirst().area()).isEqualTo(mask.area());
    assertThat(sample.pixels()[40 * 64 + 5] & 0xff).isEqualTo(PAD_RED);
    assertThat(sample.pixels()[64 * 64 + 40 * 64] & 0xff).isEqualTo(116);
    assertThat(sample.pixels()[2 * 64 * 64 + 40 * 64] & 0xff).isEqualTo(104);
  }

  @Test
  void flippingMirrorsImageMasksAndOutlines() {
    Bitmap mask = disc(50, 90, 30, 20, 12);
    RgbImage image = painted(mask);
    var objects =
        List.of(
            object(1, mask),
            object(
                2,
                false,
                new Segmentation.Polygon(List.of(new double[] {10, 5, 70.3, 12, 40, 44.1}))));
    for (long draw = 0; draw < 50; draw++) {
      Sample plain =
          augmenter(settings("min_scale=0.4", "max_scale=2"), 5)
              .augment(record(1, image), image, objects, draw);
      Sample mirrored =
          augmenter(settings("min_scale=0.4", "max_scale=2", "flip=1"), 5)
              .augment(record(1, image), image, objects, draw);
      assertThat(mirrored.labels()).isEqualTo(plain.labels());
      for (int y = 0; y < plain.validHeight(); y++) {
        for (int x = 0; x < plain.validWidth(); x++) {
          int other = plain.validWidth() - 1 - x;
          assertThat(mirrored.pixels()[y * 64 + other]).isEqualTo(plain.pixels()[y * 64 + x]);
          for (int i = 0; i < plain.masks().size(); i++) {
            assertThat(mirrored.masks().get(i).get(y, other))
                .isEqualTo(plain.masks().get(i).get(y, x));
          }
        }
      }
    }
  }

  @Test
  void crowdsAreLeftOutAndLostObjectsCounted() {
    RgbImage image = RgbImage.filled(64, 64, 0x808080);
    Bitmap whole = disc(64, 64, 32, 32, 100);
    var objects =
        List.of(
            object(1, Bitmap.of(64, 64)),
            object(2, true, new Segmentation.RunLength(Rle.encode(whole))),
            object(3, whole));
    Sample sample = augmenter(IDENTITY, 1).augment(record(1, image), image, objects, 0);
    assertThat(sample.labels()).containsExactly(3);
    assertThat(sample.masks()).hasSize(1);
    assertThat(sample.droppedObjects()).isEqualTo(1);
  }

  @Test
  void crowdsAndPaddingAreIgnoredButNotTheObjectsInThem() {
    RgbImage image = RgbImage.filled(32, 64, 0x808080);
    Bitmap object = disc(64, 32, 16, 20, 6);
    Bitmap crowd = disc(64, 32, 16, 20, 12);
    var objects =
        List.of(object(1, object), object(2, true, new Segmentation.RunLength(Rle.encode(crowd))));
    SampleAugmenter augmenter = SampleAugmenter.create(IDENTITY, SyntheticData.MEAN, 1, true);
    Sample sample = augmenter.augment(record(1, image), image, objects, 0);
    Bitmap ignore = sample.ignore();
    assertThat(ignore).isNotNull();
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        boolean expected = x >= 32 || crowd.get(y, x) && !object.get(y, x);
        assertThat(ignore.get(y, x)).as("%d, %d", y, x).isEqualTo(expected);
      }
    }
    assertThat(augmenter(IDENTITY, 1).augment(record(1, image), image, objects, 0).ignore())
        .isNull();
  }

  @Test
  void theIgnoredRegionMovesWithTheImage() {
    for (long draw = 0; draw < 50; draw++) {
      RgbImage image = RgbImage.filled(90, 70, 0x808080);
      Bitmap left = Bitmap.of(70, 90);
      for (int y = 0; y < 70; y++) {
        for (int x = 0; x < 45; x++) {
          left.set(y, x, true);
        }
      }
      SampleAugmenter augmenter = SampleAugmenter.create(JITTER, SyntheticData.MEAN, 9, true);
      Sample asObject = augmenter.augment(record(1, image), image, List.of(object(1, left)), draw);
      Sample asCrowd =
          augmenter.augment(
              record(1, image),
              image,
              List.of(object(1, true, new Segmentation.RunLength(Rle.encode(left)))),
              draw);
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 64; x++) {
          boolean padding = y >= asObject.validHeight() || x >= asObject.validWidth();
          boolean crowd = !asObject.masks().isEmpty() && asObject.masks().getFirst().get(y, x);
          assertThat(asCrowd.ignore().get(y, x)).as("draw %d", draw).isEqualTo(padding || crowd);
          assertThat(asObject.ignore().get(y, x)).as("draw %d", draw).isEqualTo(padding);
        }
      }
    }
  }

  @Test
  void objectsOutsideTheCropAreDropped() {
    RgbImage image = RgbImage.filled(100, 100, 0);
    Bitmap corner = disc(100, 100, 3, 3, 3);
    int dropped = 0;
    for (long draw = 0; draw < 100; draw++) {
      Sample sample =
          augmenter(settings("min_scale=2", "max_scale=2", "flip=0.5"), 1)
              .augment(record(1, image), image, List.of(object(1, corner)), draw);
      assertThat(sample.masks().size() + sample.droppedObjects()).isEqualTo(1);
      dropped += sample.droppedObjects();
    }
    assertThat(dropped).isBetween(60, 99);
  }

  @Test
  void scalesFillTheirRangeAndFlipsHalfOfTheDraws() {
    int flips = 0;
    double smallest = 9;
    double largest = 0;
    for (long draw = 0; draw < 2000; draw++) {
      Placement placement = Augmentations.of(JITTER).move(640, 480, CounterRandom.of(3, draw, 77));
      double scale = placement.scaledWidth() / 64.0;
      smallest = Math.min(smallest, scale);
      largest = Math.max(largest, scale);
      flips += placement.symmetry().mirrored() ? 1 : 0;
      // Each side is rounded by itself.
      assertThat(placement.scaledHeight() - 0.75 * placement.scaledWidth()).isBetween(-0.9, 0.9);
    }
    assertThat(smallest).isBetween(0.4, 0.43);
    assertThat(largest).isBetween(1.97, 2.0);
    // Five standard deviations of 2000 fair coins.
    assertThat(flips).isBetween(888, 1112);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "min_scale=0.4 max_scale=2 flip=0.5",
        "min_scale=0.4 max_scale=2 rotate=0.7 vertical_flip=0.5 color=1 crop_keep_object=true",
        "shortest_edge=[800] longest_edge=16384 crop_height=33 crop_width=100 rotate=0.7",
        "max_scale=9 crop_max_category_area=0.5 copy_paste=1",
      })
  void tinyAndExtremeImagesWork(String sets) {
    for (int[] size : new int[][] {{1, 1}, {1, 500}, {500, 1}, {3, 2}, {1, 20_000}}) {
      RgbImage image = RgbImage.filled(size[0], size[1], 0xffffff);
      Bitmap all = disc(size[1], size[0], 0, 0, 1e6);
      LabelledImage labelled = new LabelledImage(record(1, image), image, List.of(object(1, all)));
      for (long draw = 0; draw < 20; draw++) {
        Sample sample =
            augmenter(settings(sets.split(" ")), 2).augment(labelled, _ -> labelled, draw);
        Bitmap covered = Bitmap.of(sample.height(), sample.width());
        sample.masks().forEach(covered::unite);
        long area = (long) sample.validHeight() * sample.validWidth();
        if (sets.contains("paste")) {
          assertThat(covered.area()).isGreaterThanOrEqualTo(area);
        } else {
          assertThat(covered.area()).isEqualTo(area);
        }
      }
    }
  }

  @Test
  void anImageOfAnotherSizeIsRefused() {
    RgbImage image = RgbImage.filled(10, 20, 0);
    assertThatThrownBy(() ->
            augmenter(JITTER, 2)
                .augment(record(9, RgbImage.filled(20, 10, 0)), image, List.of(), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("9.png: image 9 is 10x20 pixels, but its annotation file says 20x10");
  }

  private static int disagreements(Sample sample, Bitmap mask) {
    int count = 0;
    for (int y = 0; y < sample.validHeight(); y++) {
      for (int x = 0; x < sample.validWidth(); x++) {
        int grey = grey(sample, y, x);
        // At 127.5 the pixel's centre lies exactly on the object's edge: either answer is right.
        boolean onTheEdge = grey == 127 || grey == 128;
        count += onTheEdge || mask.get(y, x) == grey > 127 ? 0 : 1;
      }
    }
    return count;
  }

  /** Pixels whose mask differs from the image although it is clearly object or background. */
  private static int clearDisagreements(Sample sample, Bitmap mask) {
    int count = 0;
    for (int y = 0; y < sample.validHeight(); y++) {
      for (int x = 0; x < sample.validWidth(); x++) {
        int grey = grey(sample, y, x);
        count += grey >= 250 && !mask.get(y, x) || grey <= 5 && mask.get(y, x) ? 1 : 0;
      }
    }
    return count;
  }

  private static int grey(Sample sample, int y, int x) {
    return sample.pixels()[y * sample.width() + x] & 0xff;
  }
}
