package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.SyntheticData.object;
import static io.yoso4j.train.pipeline.SyntheticData.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomCropTest {

  /** Worked by hand after detectron2's {@code ResizeShortestEdge.get_output_shape}. */
  @ParameterizedTest
  @CsvSource({
    "640, 480, 800, 1333, 1067, 800",
    "480, 640, 800, 1333, 800, 1067",
    "2000, 400, 800, 1333, 1333, 267",
    "400, 2000, 800, 1333, 267, 1333",
    "500, 500, 800, 1333, 800, 800",
    "1, 1, 800, 1333, 800, 800",
    "1, 100000, 800, 1333, 1, 1333",
    "3, 2, 1, 1333, 2, 1",
  })
  void theShorterSideGetsTheLength(
      int width, int height, double length, int longest, int scaledWidth, int scaledHeight) {
    Placement placement =
        new Move.ShortestEdge(List.of(length), longest)
            .apply(Placement.whole(width, height), CounterRandom.of(1, 2, 3));
    assertThat(placement.scaledWidth()).isEqualTo(scaledWidth);
    assertThat(placement.scaledHeight()).isEqualTo(scaledHeight);
  }

  @Test
  void everyLengthIsAsLikely() {
    Move resize = new Move.ShortestEdge(List.of(100.0, 200.0, 300.0, 400.0), 1000);
    int[] counts = new int[4];
    for (long draw = 0; draw < 4000; draw++) {
      Placement placement = resize.apply(Placement.whole(10, 20), CounterRandom.of(1, draw, 3));
      counts[placement.scaledWidth() / 100 - 1]++;
    }
    // Five standard deviations are 137.
    assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - 1000) < 137);
  }

  @Test
  void everyWindowIsAsLikely() {
    RandomCrop crop = new RandomCrop(10, 10, 1, false);
    int[] lefts = new int[4];
    int[] tops = new int[2];
    for (long draw = 0; draw < 4000; draw++) {
      Placement placement =
          crop.apply(Placement.whole(13, 11), CounterRandom.of(1, draw, 3), (int) (draw % 10));
      lefts[placement.left()]++;
      tops[placement.top()]++;
      assertThat(placement.windowWidth()).isEqualTo(10);
      assertThat(placement.windowHeight()).isEqualTo(10);
    }
    assertThat(IntStream.of(lefts)).allMatch(count -> Math.abs(count - 1000) < 137);
    assertThat(IntStream.of(tops)).allMatch(count -> Math.abs(count - 2000) < 158);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theWindowFitsTheSampleHoweverItIsTurned(boolean turned) {
    Placement placement = Placement.whole(300, 200);
    placement = turned ? placement.laid(Symmetry.IDENTITY.thenQuarterTurn()) : placement;
    Placement cropped =
        new RandomCrop(40, 90, 1, false).apply(placement, CounterRandom.of(1, 2, 3), 0);
    assertThat(cropped.validHeight()).isEqualTo(40);
    assertThat(cropped.validWidth()).isEqualTo(90);
    assertThat(cropped.windowWidth()).isEqualTo(turned ? 40 : 90);
  }

  @Test
  void aPartOfAnObjectIsKept() {
    Bitmap dot = Bitmap.of(400, 300);
    dot.set(391, 2, true);
    LabelledImage image = image(object(5, dot));
    int found = 0;
    for (long draw = 0; draw < 200; draw++) {
      Sample kept =
          SyntheticData.augmenter(
                  settings("shortest_edge=[300,600]", "crop_keep_object=true", "rotate=0.5"), 1)
              .augment(image, Donors.NONE, draw);
      assertThat(kept.labels()).containsExactly(5);
      assertThat(kept.droppedObjects()).isZero();
      found +=
          SyntheticData.augmenter(settings("shortest_edge=[300,600]"), 1)
              .augment(image, Donors.NONE, draw)
              .labels()
              .length;
    }
    assertThat(found).isLessThan(40);
  }

  @Test
  void imagesWithoutObjectsAreCroppedAllTheSame() {
    LabelledImage empty = image();
    LabelledImage withEmptyMask = image(object(1, Bitmap.of(400, 300)));
    SampleAugmenter augmenter =
        SyntheticData.augmenter(settings("max_scale=3", "crop_keep_object=true"), 1);
    assertThat(augmenter.augment(empty, Donors.NONE, 1).masks()).isEmpty();
    assertThat(augmenter.augment(withEmptyMask, Donors.NONE, 1).droppedObjects()).isEqualTo(1);
  }

  /** The left half is of one class, the right half of another. */
  @Test
  void theFirstOfTenWindowsThatNoClassFillsIsTaken() {
    Bitmap left = Bitmap.of(400, 300);
    Bitmap right = Bitmap.of(400, 300);
    for (int y = 0; y < 400; y++) {
      for (int x = 0; x < 300; x++) {
        (x < 150 ? left : right).set(y, x, true);
      }
    }
    LabelledImage image = image(object(0, left), object(1, right));
    SampleAugmenter augmenter =
        SyntheticData.augmenter(settings("shortest_edge=[300]", "crop_max_category_area=0.75"), 1);
    RandomCrop crop = new RandomCrop(64, 64, 1, false);
    Placement whole = Placement.whole(300, 400);
    List<Integer> attempts = new ArrayList<>();
    for (long draw = 0; draw < 300; draw++) {
      CounterRandom random = CounterRandom.of(1, draw, 9);
      int first = 0;
      while (first < 9 && !mixed(crop.apply(whole, random, first))) {
        first++;
      }
      attempts.add(first);
      int columns = Math.clamp(150 - crop.apply(whole, random, first).left(), 0, 64);
      Sample sample = augmenter.augment(image, Donors.NONE, draw);
      long area = 0;
      for (int i = 0; i < sample.masks().size(); i++) {
        area += sample.labels()[i] == 0 ? sample.masks().get(i).area() : 0;
      }
      assertThat(area).as("draw %d", draw).isEqualTo(64L * columns);
    }
    assertThat(attempts).contains(0, 1, 5, 9);
  }

  private static boolean mixed(Placement placement) {
    int columns = 150 - placement.left();
    return columns > 16 && columns < 48;
  }

  private static LabelledImage image(io.yoso4j.data.dataset.Annotation... objects) {
    RgbImage pixels = RgbImage.filled(300, 400, 0x204060);
    return new LabelledImage(SyntheticData.record(9, pixels), pixels, Arrays.asList(objects));
  }
}
