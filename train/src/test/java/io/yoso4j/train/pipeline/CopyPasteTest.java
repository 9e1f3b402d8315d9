package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.SyntheticData.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.pipeline.Scene.SceneObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopyPasteTest {
  private static final int SIDE = 10;

  @Test
  void whatIsPastedCoversPixelsAndMasks() {
    Scene scene = scene(10, object(1, 0, 0, 6, 6), object(2, 4, 4, 5, 5), object(3, 8, 8, 10, 10));
    Scene donor = scene(90, object(7, 3, 3, 7, 7), object(8, 0, 9, 1, 10));
    scene.paste(donor, List.of(donor.objects().get(0)));
    assertThat(scene.objects()).extracting(SceneObject::label).containsExactly(1, 3, 7);
    assertThat(scene.lost()).as("object 2 lies under what was pasted").isEqualTo(1);
    assertThat(scene.objects()).extracting(o -> o.mask().area()).containsExactly(27L, 4L, 16L);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean pasted = y >= 3 && y < 7 && x >= 3 && x < 7;
        for (int channel = 0; channel < 3; channel++) {
          assertThat((int) scene.planes()[channel * SIDE * SIDE + y * SIDE + x])
              .isEqualTo((pasted ? 90 : 10) + channel);
        }
        assertThat(scene.objects().get(0).mask().get(y, x)).isEqualTo(y < 6 && x < 6 && !pasted);
      }
    }
  }

  @Test
  void pastedObjectsDoNotCutEachOther() {
    Scene scene = scene(10);
    Scene donor = scene(90, object(7, 0, 0, 5, 5), object(8, 3, 3, 8, 8));
    scene.paste(donor, donor.objects());
    assertThat(scene.objects()).extracting(o -> o.mask().area()).containsExactly(25L, 25L);
    assertThat(scene.lost()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 100})
  void everyNumberAndEveryObjectIsAsLikely(int maxObjects) {
    int most = Math.min(5, maxObjects);
    CopyPaste paste = new CopyPaste(1, maxObjects);
    int[] counts = new int[6];
    int[] chosen = new int[5];
    int draws = 5000;
    for (int draw = 0; draw < draws; draw++) {
      Scene scene = scene(10);
      Scene donor =
          scene(
              90,
              object(0, 0, 0, 1, 1),
              object(1, 1, 1, 2, 2),
              object(2, 2, 2, 3, 3),
              object(3, 3, 3, 4, 4),
              object(4, 4, 4, 5, 5));
      paste.apply(scene, donor, CounterRandom.of(2, draw, 8));
      List<Integer> labels = scene.objects().stream().map(SceneObject::label).toList();
      assertThat(labels).isSorted().doesNotHaveDuplicates();
      counts[labels.size()]++;
      labels.forEach(label -> chosen[label]++);
    }
    double each = (double) draws / most;
    assertThat(IntStream.rangeClosed(1, most))
        .allMatch(count -> Math.abs(counts[count] - each) < 5 * Math.sqrt(each));
    assertThat(counts[0]).isZero();
    double perObject = draws * (most + 1) / 2.0 / 5;
    assertThat(IntStream.of(chosen))
        .allMatch(count -> Math.abs(count - perObject) < 5 * Math.sqrt(perObject));
  }

  @Test
  void nothingIsPastedFromAnImageWithoutObjects() {
    Scene scene = scene(10, object(1, 0, 0, 2, 2));
    new CopyPaste(1, 9).apply(scene, scene(90), CounterRandom.of(2, 1, 8));
    assertThat(scene.objects()).hasSize(1);
    assertThat(scene.planes()[0]).isEqualTo((byte) 10);
  }

  @Test
  void itComesAsOftenAsAskedAndOtherChangesStayTheSame() {
    SampleAugmenter with =
        SyntheticData.augmenter(settings("max_scale=2", "flip=0.5", "copy_paste=0.3"), 5);
    SampleAugmenter without = SyntheticData.augmenter(settings("max_scale=2", "flip=0.5"), 5);
    LabelledImage image = flat(1, 0x101010);
    LabelledImage donor = flat(2, 0xf0f0f0);
    int pasted = 0;
    for (long draw = 0; draw < 1000; draw++) {
      Sample changed = with.augment(image, _ -> donor, draw);
      Sample plain = without.augment(image, _ -> donor, draw);
      if (Arrays.stream(changed.labels()).anyMatch(label -> label == 2)) {
        pasted++;
      } else {
        assertThat(changed.pixels()).isEqualTo(plain.pixels());
        assertThat(changed.masks()).isEqualTo(plain.masks());
      }
    }
    // Five standard deviations of 1000 coins are 72.
    assertThat(pasted).isBetween(228, 372);
  }

  @Test
  void pastedObjectsAreNotIgnored() {
    Bitmap crowd = Bitmap.of(40, 40);
    IntStream.range(0, 40).forEach(y -> crowd.set(y, 20, true));
    RgbImage pixels = RgbImage.filled(40, 40, 0x101010);
    LabelledImage image =
        new LabelledImage(
            SyntheticData.record(1, pixels),
            pixels,
            List.of(SyntheticData.object(1, true, new Segmentation.RunLength(Rle.encode(crowd)))));
    SampleAugmenter augmenter =
        SampleAugmenter.create(settings("copy_paste=1"), SyntheticData.MEAN, 1, true);
    Sample sample = augmenter.augment(image, _ -> flat(2, 0xf0f0f0), 0);
    assertThat(sample.labels()).containsExactly(2);
    Bitmap pasted = sample.masks().getFirst();
    Bitmap ignored = sample.ignore();
    assertThat(ignored.sharedPixels(pasted)).isZero();
    assertThat(ignored.area()).isPositive();
  }

  /** A disc in the middle of 40 x 40 pixels. */
  private static LabelledImage flat(int id, int color) {
    RgbImage pixels = RgbImage.filled(40, 40, color);
    Bitmap disc = SyntheticData.disc(40, 40, 20, 20, 12);
    return new LabelledImage(
        SyntheticData.record(id, pixels), pixels, List.of(SyntheticData.object(id, disc)));
  }

  private static Scene scene(int level, SceneObject... objects) {
    byte[] planes = new byte[3 * SIDE * SIDE];
    for (int channel = 0; channel < 3; channel++) {
      int plane = SIDE * SIDE;
      Arrays.fill(planes, channel * plane, (channel + 1) * plane, (byte) (level + channel));
    }
    return new Scene(Placement.whole(SIDE, SIDE), planes, List.of(objects), 0);
  }

  private static SceneObject object(int label, int top, int left, int bottom, int right) {
    Bitmap mask = Bitmap.of(SIDE, SIDE);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        mask.set(y, x, true);
      }
    }
    return new SceneObject(label, mask);
  }
}
