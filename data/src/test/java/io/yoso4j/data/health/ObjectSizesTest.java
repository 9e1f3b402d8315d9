package io.yoso4j.data.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.health.PartFacts.ImageCase;
import io.yoso4j.data.mask.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectSizesTest {

  /** Ten images with the same number of square objects of one side. */
  private static ObjectSizes sizes(int imageSide, int perImage, int objectSide) {
    return new ObjectSizes(List.of(part(Collections.nCopies(10, perImage), imageSide, objectSide)));
  }

  private static PartFacts part(List<Integer> perImage, int imageSide, int objectSide) {
    List<ImageCase> images = new ArrayList<>();
    for (int count : perImage) {
      ImageRecord image =
          new ImageRecord(images.size() + 1, "a.png", imageSide, imageSide / 2, Path.of("a.png"));
      ObjectFacts object = object(objectSide);
      images.add(
          new ImageCase(
              image,
              new ImageFacts(true, null, null, 1, "", null),
              Collections.nCopies(count, object)));
    }
    return new PartFacts(
        new SplitPaths("train", DatasetFormat.COCO, Path.of("a.json"), Path.of(".")),
        null,
        "",
        images);
  }

  private static ObjectFacts object(int side) {
    Box box = new Box(0, 0, side, side);
    Segmentation outline =
        new Segmentation.Polygon(List.of(new double[] {0, 0, side, 0, side, side, 0, side}));
    long pixels = (long) side * side;
    return new ObjectFacts(new Annotation(1, 1, 0, box, pixels, false, outline), pixels, Map.of());
  }

  private static int advised(ObjectSizes sizes, String key) {
    return sizes.advice().stream()
        .filter(advice -> advice.key().equals(key))
        .mapToInt(Advice::value)
        .findFirst()
        .orElseThrow();
  }

  /** 64 pixels for the median object, as far as images have them; 8 for small ones, up to twice. */
  @ParameterizedTest
  @CsvSource({
    // 100 of 800 pixels: 64 at 512.
    "800, 100, 512",
    // 160 of 800: 64 at 320.
    "800, 160, 320",
    // 25 of 512 would be 64 at 1311: no more than the image has.
    "512, 25, 512",
    // 5 of 256: 8 at 410, in steps of 32.
    "256, 5, 416",
    // 2 of 256 would be 8 at 1024: no more than twice the image.
    "256, 2, 512",
    // Never below 128, or below the image where it is smaller still.
    "2000, 1500, 128",
    "60, 50, 64",
  })
  void theImageSizeGivesObjectsMaskCells(int image, int object, int expected) {
    assertThat(advised(sizes(image, 3, object), "augment.image_size")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "16, 20", "17, 30", "50, 60", "100, 120", "170, 250", "300, 400"})
  void theQueriesExceedTheObjectsByAFifth(int objects, int expected) {
    assertThat(advised(sizes(500, objects, 50), "model.num_queries")).isEqualTo(expected);
  }

  @Test
  void aRareCrowdedImageIsNotProvidedFor() {
    List<Integer> counts = new ArrayList<>(Collections.nCopies(300, 10));
    counts.add(500);
    ObjectSizes sizes = new ObjectSizes(List.of(part(counts, 500, 50)));
    assertThat(advised(sizes, "model.num_queries")).isEqualTo(20);
    assertThat(sizes.advice().getFirst().reason()).contains("1 image has more objects", "500");
  }

  @ParameterizedTest
  @CsvSource({
    // At 512: 128 x 128 cells, 19.1% of them are 3136, in steps of 256.
    "800, 100, 3328",
    // At 416: 8 points for 25 of 32,768 pixels are 10,486.
    "256, 5, 10496",
    // At 512: 8 points for 4 of 32,768 pixels are 65,536, of 16,384 cells; as many as on COCO.
    "256, 2, 12544",
    "2000, 1500, 1024",
  })
  void thePointsReachSmallObjects(int image, int object, int expected) {
    assertThat(advised(sizes(image, 3, object), "loss.num_points")).isEqualTo(expected);
  }

  @Test
  void withoutObjectsThereIsNoAdvice() {
    assertThat(sizes(500, 0, 50).advice()).isEmpty();
  }
}
