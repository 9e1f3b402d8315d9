package io.yoso4j.data.health;

import static io.yoso4j.data.health.TinyDataset.entry;
import static io.yoso4j.data.health.TinyDataset.jpeg;
import static io.yoso4j.data.health.TinyDataset.picture;
import static io.yoso4j.data.health.TinyDataset.square;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.DatasetSplits;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DatasetHealthTest {

  /** Problems that a repair leaves for a person to decide. */
  private static final Set<Problem> STAY =
      EnumSet.of(
          Problem.REPEATED_FILE,
          Problem.DUPLICATE_IMAGE,
          Problem.NEAR_DUPLICATE,
          Problem.TOO_MANY_OBJECTS,
          Problem.BELOW_CELL,
          Problem.BELOW_COARSE_CELL,
          Problem.EMPTY_IMAGE,
          Problem.CROWD,
          Problem.UNUSED_CATEGORY);

  @TempDir private Path folder;

  private TinyDataset data;

  @BeforeEach
  void write() throws IOException {
    data = TinyDataset.write(folder.resolve("data"));
  }

  interface Damage {
    void to(TinyDataset data) throws IOException;
  }

  private static Arguments damage(Damage damage, String detail, Problem... found) {
    return Arguments.of(found[0], damage, detail, List.of(found));
  }

  private static Damage train(String was, String now) {
    return data -> data.replace("train", was, now);
  }

  private static Damage add(String list, String element) {
    return data -> data.add("train", list, element);
  }

  private static Damage both(Damage first, Damage second) {
    return data -> {
      first.to(data);
      second.to(data);
    };
  }

  static Stream<Arguments> damages() {
    String outline = "[[4, 4, 20, 4, 20, 20, 4, 20]]";
    Damage third = add("annotations", square(9, 1, 1, 20, 20, 9));
    return Stream.of(
        damage(add("images", "{\"id\": 9}"), "image 9 has no file_name", Problem.IMAGE_ENTRY),
        damage(add("images", entry(9, "../a.png")), "inside the image folder", Problem.IMAGE_ENTRY),
        damage(add("images", entry(1, "a.png")), "a.png and a.png", Problem.REPEATED_IMAGE_ENTRY),
        damage(
            train("}], \"categories\"", "}, " + entry(1, "b.png") + "], \"categories\""),
            "duplicate image id 1: a.png and b.png",
            Problem.DUPLICATE_IMAGE_ID),
        damage(add("categories", "{\"id\": 5}"), "category 5 has no name", Problem.CATEGORY_ENTRY),
        damage(
            train("\"y\"}]", "\"y\"}, {\"id\": 1, \"name\": \"z\"}]"),
            "\"x\" and \"z\"",
            Problem.DUPLICATE_CATEGORY_ID),
        damage(
            data -> data.add("val", "categories", "{\"id\": 7, \"name\": \"w\"}"),
            "has [1 x, 2 y, 7 w], where train has [1 x, 2 y]",
            Problem.CATEGORIES_DIFFER),
        damage(
            data -> Files.delete(data.image("train", "b.png")),
            "no such file",
            Problem.MISSING_IMAGE),
        damage(
            data -> {
              Path file = data.image("train", "b.png");
              byte[] bytes = Files.readAllBytes(file);
              Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            },
            "",
            Problem.CORRUPT_IMAGE),
        damage(
            data -> Files.writeString(data.image("train", "b.png"), "hello"),
            "not an image",
            Problem.CORRUPT_IMAGE),
        damage(
            data ->
                ImageFiles.writePng(
                    picture(5).resizeBilinear(20, 15), data.image("train", "b.png")),
            "file is 20x15, annotations say 40x30",
            Problem.SIZE_MISMATCH),
        damage(
            data -> Files.write(data.image("train", "b.png"), jpeg(picture(5), 3)),
            "EXIF orientation 3",
            Problem.ROTATED_IMAGE),
        damage(
            data -> Files.write(data.image("train", "b.png"), jpeg(picture(5), 6)),
            "file is 30x40, annotations say 40x30, the size before EXIF orientation 6 turns it",
            Problem.SIZE_MISMATCH,
            Problem.ROTATED_IMAGE),
        damage(train("\"iscrowd\": 0", "\"iscrowd\": 7"), "iscrowd must", Problem.ANNOTATION_ENTRY),
        damage(train("\"image_id\": 1", "\"image_id\": 77"), "image_id 77", Problem.UNKNOWN_IMAGE),
        damage(
            train("\"category_id\": 1", "\"category_id\": 77"),
            "unknown category_id 77",
            Problem.UNKNOWN_CATEGORY),
        damage(
            train("\"id\": 2, \"image_id\"", "\"id\": 1, \"image_id\""),
            "duplicate annotation id 1",
            Problem.DUPLICATE_ANNOTATION_ID),
        damage(train(outline, "[]"), "has no segmentation", Problem.NO_SEGMENTATION),
        damage(train(outline, "[[4, 4, 20, 4]]"), "has 4 numbers", Problem.POLYGON_POINTS),
        damage(
            train(outline, "[[4, 4, 20, 4, 20, 20, 4, 20], [1, 1]]"),
            "polygon 2 has 2 numbers",
            Problem.POLYGON_POINTS),
        damage(train(outline, "[[4, 4, 20, 4, 20, 2000]]"), "far outside", Problem.POLYGON_RANGE),
        damage(
            train(outline, "{\"size\": [30, 40], \"counts\": [5, 7]}"), "sum", Problem.BROKEN_MASK),
        damage(
            train(outline, "{\"size\": [40, 30], \"counts\": [1200]}"),
            "mask is 40 high",
            Problem.BROKEN_MASK),
        damage(
            train("\"bbox\": [4, 4, 16, 16]", "\"bbox\": [4, 4, -16, 16]"),
            "width is -16",
            Problem.BROKEN_BOX),
        damage(train("\"area\": 256", "\"area\": -1"), "area is -1", Problem.BROKEN_AREA),
        damage(
            add(
                "annotations",
                square(9, 2, 1, 5, 3, 5)
                    .replaceFirst(
                        "\"bbox.*", "\"segmentation\": [[35, 5, 45, 5, 45, 12, 35, 12]]}")),
            "reaches 5 pixels outside the image of 40x30",
            Problem.POLYGON_OUTSIDE,
            Problem.TOO_MANY_OBJECTS),
        damage(
            train(outline, "{\"size\": [30, 40], \"counts\": [1200]}"),
            "covers no pixel",
            Problem.EMPTY_MASK),
        damage(
            train("\"bbox\": [4, 4, 16, 16]", "\"bbox\": [4, 4, 16, 21]"),
            "box is [4, 4, 16, 21], its mask spans [4, 4, 16, 16]",
            Problem.BOX_DISAGREES),
        damage(
            train("\"area\": 256", "\"area\": 1024"),
            "area is 1024, its mask has 256 pixels",
            Problem.AREA_DISAGREES),
        damage(
            add("annotations", square(9, 1, 1, 4, 4, 16)),
            "those of annotation 9",
            Problem.DUPLICATE_OBJECT,
            Problem.TOO_MANY_OBJECTS),
        damage(
            both(add("images", entry(9, "b.png")), add("annotations", square(9, 9, 1, 4, 4, 16))),
            "also listed as image 9",
            Problem.REPEATED_FILE),
        damage(
            both(
                data -> Files.copy(data.image("train", "a.png"), data.image("train", "c.png")),
                both(
                    add("images", entry(9, "c.png")),
                    add("annotations", square(9, 9, 1, 4, 4, 16)))),
            "same content as c.png",
            Problem.DUPLICATE_IMAGE),
        damage(
            data -> {
              Files.delete(data.image("val", "v.png"));
              Files.copy(data.image("train", "b.png"), data.image("val", "v.png"));
            },
            "same content as b.png of train",
            Problem.SHARED_IMAGE),
        damage(
            data ->
                ImageFiles.writeJpeg(
                    brighter(ImageFiles.read(data.image("train", "b.png"))),
                    data.image("val", "v.png"),
                    0.8),
            "looks like b.png of train",
            Problem.NEAR_DUPLICATE),
        damage(third, "3 objects, 2 queries", Problem.TOO_MANY_OBJECTS),
        damage(
            both(
                add("images", entry(9, "c.png")),
                both(
                    data -> ImageFiles.writePng(picture(77), data.image("train", "c.png")),
                    add("annotations", square(9, 9, 1, 30, 20, 2)))),
            "4 pixels; 3.2 pixels across at 64",
            Problem.BELOW_CELL),
        damage(
            both(
                add("images", entry(9, "c.png")),
                both(
                    data -> ImageFiles.writePng(picture(77), data.image("train", "c.png")),
                    add("annotations", square(9, 9, 1, 30, 20, 4)))),
            "16 pixels; 6.4 pixels across at 64",
            Problem.BELOW_COARSE_CELL),
        damage(
            both(
                add("images", entry(9, "c.png")),
                data -> ImageFiles.writePng(picture(77), data.image("train", "c.png"))),
            "no annotations",
            Problem.EMPTY_IMAGE),
        damage(train("\"iscrowd\": 0", "\"iscrowd\": 1"), "covers 21.3%", Problem.CROWD),
        damage(
            both(
                add("categories", "{\"id\": 7, \"name\": \"w\"}"),
                data -> data.add("val", "categories", "{\"id\": 7, \"name\": \"w\"}")),
            "category 7 \"w\"",
            Problem.UNUSED_CATEGORY));
  }

  private static RgbImage brighter(RgbImage image) {
    byte[] rgb = image.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (20 + (rgb[i] & 0xff) * 0.8);
    }
    return RgbImage.of(image.width(), image.height(), rgb);
  }

  @Test
  void aGoodDataSetHasNoProblems() {
    HealthReport report = examine();
    assertThat(report.findings()).isEmpty();
    assertThat(report.worst()).isEqualTo(Severity.NOTE);
    assertThat(report.parts()).extracting(HealthReport.Part::images).containsExactly(2, 1);
    assertThat(report.parts()).extracting(HealthReport.Part::objects).containsExactly(4, 2);
    assertThat(report.fit().maxPerImage()).isEqualTo(2);
    assertThat(report.fit().meanPerImage()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("damages")
  void oneDamageIsOneFinding(Problem first, Damage damage, String detail, List<Problem> expected)
      throws IOException {
    damage.to(data);
    HealthReport report = examine();
    assertThat(report.findings()).extracting(Finding::problem).containsExactlyElementsOf(expected);
    Finding finding = report.findings().getFirst();
    assertThat(finding.problem()).isEqualTo(first);
    assertThat(finding.count()).isEqualTo(1);
    assertThat(finding.examples())
        .singleElement()
        .extracting(Occurrence::detail)
        .asString()
        .contains(detail)
        .doesNotContain(data.annotations("train").toString());
    assertThat(report.worst())
        .isEqualTo(expected.stream().map(Problem::severity).max(Severity::compareTo).orElseThrow());
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("damages")
  void aRepairedCopyReadsAndHasOnlyWhatAPersonMustDecide(
      Problem first, Damage damage, String detail, List<Problem> expected) throws IOException {
    damage.to(data);
    Map<String, List<Byte>> before = content(data.folder());
    Path out = folder.resolve("clean");
    RepairSummary summary =
        DatasetHealth.examine(data.parts(), TinyDataset.OPTIONS).repair(out, false);

    DatasetLayout layout = DatasetLayout.find(out);
    DatasetSplits splits = layout.read(ReadOptions.STRICT);
    splits.train().data().verifyImages();
    HealthReport report =
        DatasetHealth.examine(
                List.of(layout.train(), layout.val().orElseThrow()), TinyDataset.OPTIONS)
            .report();
    assertThat(report.findings()).extracting(Finding::problem).allMatch(STAY::contains);
    if (STAY.contains(first)) {
      assertThat(report.findings()).extracting(Finding::problem).contains(first);
      assertThat(summary.droppedImages() + summary.droppedObjects() + summary.changes()).isZero();
    } else {
      assertThat(Files.readString(out.resolve("doctor.json"))).contains(first.code());
    }
    assertThat(content(data.folder())).as("the source").isEqualTo(before);
  }

  @Test
  void repairCorrectsInsteadOfDropping() throws IOException {
    data.replace("train", "\"bbox\": [4, 4, 16, 16]", "\"bbox\": [4, 4, 16, 21]");
    data.replace("train", "\"area\": 144", "\"area\": 999");
    data.replace("train", "\"id\": 4, \"image_id\"", "\"id\": 3, \"image_id\"");
    data.replace(
        "train", "[[20, 10, 30, 10, 30, 20, 20, 20]]", "[[35, 10, 45, 10, 45, 20, 35, 20]]");
    Path out = folder.resolve("clean");
    RepairSummary summary =
        DatasetHealth.examine(data.parts(), TinyDataset.OPTIONS).repair(out, true);
    assertThat(summary.objects()).isEqualTo(6);
    assertThat(summary.droppedObjects()).isZero();
    CocoDataset train = DatasetLayout.find(out).train().read(ReadOptions.STRICT).data();
    List<Annotation> annotations = train.annotations().toList();
    assertThat(annotations).extracting(Annotation::id).containsExactly(1L, 2L, 3L, 4L);
    assertThat(annotations.get(0).bbox()).isEqualTo(new Box(4, 4, 16, 16));
    assertThat(annotations.get(1).area()).isEqualTo(144);
    assertThat(annotations.get(3).bbox()).isEqualTo(new Box(35, 10, 5, 10));
    assertThat(annotations.get(3).area()).isEqualTo(50);
  }

  @Test
  void repairTurnsWhatIsTurned() throws IOException {
    Files.write(data.image("train", "a.png"), jpeg(picture(5), 3));
    Files.write(data.image("train", "b.png"), jpeg(picture(6), 6));
    Path out = folder.resolve("clean");
    DatasetHealth.examine(data.parts(), TinyDataset.OPTIONS).repair(out, false);
    for (ImageRecord image :
        DatasetLayout.find(out).train().read(ReadOptions.STRICT).data().images()) {
      assertThat(ImageFiles.readExifOrientation(image.path())).isEqualTo(1);
      assertThat(ImageFiles.readSize(image.path())).isEqualTo(new ImageSize(40, 30));
    }
    assertThat(ImageFiles.read(out.resolve("train/b.png")).rgb())
        .as("the stored pixels, unchanged")
        .isEqualTo(stored(picture(6)));
  }

  private byte[] stored(RgbImage image) throws IOException {
    Path file = folder.resolve("stored.jpg");
    Files.write(file, jpeg(image, 1));
    return ImageFiles.read(file).rgb();
  }

  @Test
  void anUnreadablePartIsAFindingAndCannotBeRepaired() throws IOException {
    Files.writeString(data.annotations("val"), "{\"images\": [");
    HealthReport report = examine();
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.problem()).isEqualTo(Problem.UNREADABLE_PART);
          assertThat(finding.examples().getFirst().part()).isEqualTo("val");
        });
    Path out = folder.resolve("clean");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () -> DatasetHealth.examine(data.parts(), TinyDataset.OPTIONS).repair(out, false))
        .withMessageContaining("no cleaned copy without all parts");
    assertThat(out).doesNotExist();
  }

  @Test
  void contradictingCategoriesStayAnError() throws IOException {
    data.replace("val", "\"name\": \"x\"", "\"name\": \"w\"");
    assertThat(examine().findings())
        .extracting(Finding::problem)
        .containsExactly(Problem.CATEGORIES_DIFFER);
    Path out = folder.resolve("clean");
    DatasetHealth.examine(data.parts(), TinyDataset.OPTIONS).repair(out, false);
    assertThat(
            DatasetLayout.find(out)
                .val()
                .orElseThrow()
                .read(ReadOptions.STRICT)
                .data()
                .categories()
                .getFirst()
                .name())
        .isEqualTo("w");
  }

  @Test
  void countsAllButKeepsFiveExamples() throws IOException {
    for (int id = 10; id < 22; id++) {
      data.add("train", "annotations", "{\"id\": " + id + "}");
    }
    Finding finding = examine().findings().getFirst();
    assertThat(finding.count()).isEqualTo(12);
    assertThat(finding.examples()).hasSize(5);
    assertThat(finding.examples())
        .extracting(Occurrence::annotationId)
        .containsExactly(21L, 20L, 19L, 18L, 17L);
  }

  @Test
  void headersAloneMissDamageBehindThem() throws IOException {
    Path file = data.image("train", "b.png");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    HealthOptions quick = new HealthOptions(2, 64, false, 5);
    assertThat(DatasetHealth.examine(data.parts(), quick).report().findings()).isEmpty();
  }

  private HealthReport examine() {
    return DatasetHealth.examine(data.parts(), TinyDataset.OPTIONS).report();
  }

  private static Map<String, List<Byte>> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  Path::toString, DatasetHealthTest::bytes, (a, _) -> a, TreeMap::new));
    }
  }

  private static List<Byte> bytes(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Byte[] boxed = new Byte[bytes.length];
      Arrays.setAll(boxed, i -> bytes[i]);
      return List.of(boxed);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
