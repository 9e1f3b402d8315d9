package io.yoso4j.train.pipeline;

import static io.yoso4j.train.pipeline.SyntheticData.record;
import static io.yoso4j.train.pipeline.SyntheticData.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every object has a colour of its own: after any change a mask lies on the pixels of its colour.
 */
final class AlignmentTest {
  /** Two of them never mix to a third: each has all of one or two channels. */
  private static final int[] COLORS = {0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x00ffff, 0xff00ff};

  private static final int PADDING = 0x7c7468;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flip=1",
        "vertical_flip=1",
        "rotate=1",
        "flip=0.5 vertical_flip=0.5 rotate=0.5",
        "min_scale=0.3 max_scale=2.5",
        "min_scale=0.3 max_scale=2.5 flip=0.5 vertical_flip=0.5 rotate=0.7",
        "shortest_edge=[40,70,150] longest_edge=200 crop_height=70 crop_width=100 rotate=0.5"
            + " flip=0.5",
        "crop_height=96 crop_width=32 max_scale=2.5 rotate=0.7 crop_keep_object=true",
        "max_scale=2.5 crop_max_category_area=0.6 copy_paste=0.5",
        "copy_paste=1",
        "min_scale=0.3 max_scale=2.5 flip=0.5 vertical_flip=0.5 rotate=0.7 copy_paste=0.7",
      })
  void masksStayOnTheirPixels(String sets) {
    SampleAugmenter augmenter =
        SyntheticData.augmenter(settings(sets.isEmpty() ? new String[0] : sets.split(" ")), 3);
    int objects = 0;
    int pure = 0;
    for (long seed = 0; seed < 60; seed++) {
      LabelledImage image = scene(new Random(seed));
      LabelledImage donor = scene(new Random(1000 + seed));
      Sample sample = augmenter.augment(image, _ -> donor, seed);
      objects += sample.masks().size();
      int pasted = sample.masks().size() + sample.droppedObjects() - image.objects().size();
      assertThat(pasted).isBetween(0, sets.contains("copy_paste") ? donor.objects().size() : 0);
      pure += check(sample, "seed " + seed + " " + sets);
    }
    assertThat(objects).isGreaterThan(100);
    assertThat(pure).isGreaterThan(10_000);
  }

  /** A pixel of one object's pure colour is in its mask and in no other; counts such pixels. */
  private static int check(Sample sample, String name) {
    int pure = 0;
    int plane = sample.height() * sample.width();
    for (int y = 0; y < sample.height(); y++) {
      for (int x = 0; x < sample.width(); x++) {
        int at = y * sample.width() + x;
        int color =
            (sample.pixels()[at] & 0xff) << 16
                | (sample.pixels()[plane + at] & 0xff) << 8
                | (sample.pixels()[2 * plane + at] & 0xff);
        int object = Arrays.stream(COLORS).boxed().toList().indexOf(color);
        boolean background = color == 0 || color == PADDING;
        pure += object >= 0 ? 1 : 0;
        if (object >= 0 || background) {
          List<Integer> labels = labelsAt(sample, y, x);
          assertThat(labels)
              .as("%s at %d, %d", name, y, x)
              .isEqualTo(background ? List.of() : List.of(object));
        }
      }
    }
    return pure;
  }

  private static List<Integer> labelsAt(Sample sample, int y, int x) {
    return IntStream.range(0, sample.masks().size())
        .filter(i -> sample.masks().get(i).get(y, x))
        .mapToObj(i -> sample.labels()[i])
        .toList();
  }

  /** Objects that do not touch, as outlines and as masks. */
  private static LabelledImage scene(Random random) {
    int width = 40 + random.nextInt(120);
    int height = 40 + random.nextInt(120);
    RgbImage image = RgbImage.filled(width, height, 0);
    List<Annotation> objects = new ArrayList<>();
    int count = 1 + random.nextInt(COLORS.length);
    for (int label = 0; label < count; label++) {
      // A strip each: rectangles between pixels as outlines, discs as masks.
      int left = width * label / count + 1;
      int right = width * (label + 1) / count - 1;
      double radius = (right - left) / 2.0;
      double y = random.nextDouble() * height;
      int top = (int) Math.max(0, y - radius);
      int bottom = (int) Math.min(height, y + radius + 1);
      double[] ring = {left, top, right, top, right, bottom, left, bottom};
      Annotation object =
          label % 2 == 0
              ? SyntheticData.object(label, false, new Segmentation.Polygon(List.of(ring)))
              : SyntheticData.object(
                  label, SyntheticData.disc(height, width, left + radius, y, radius));
      objects.add(object);
      paint(image, object.toRle(height, width).toBitmap(), COLORS[label]);
    }
    return new LabelledImage(record(1, image), image, objects);
  }

  private static void paint(RgbImage image, Bitmap mask, int color) {
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(y, x)) {
          int i = (y * mask.width() + x) * 3;
          image.rgb()[i] = (byte) (color >> 16);
          image.rgb()[i + 1] = (byte) (color >> 8);
          image.rgb()[i + 2] = (byte) color;
        }
      }
    }
  }
}
