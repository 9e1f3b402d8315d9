package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileAnnotationsTest {

  private static final String GOOD =
      """
      {"images": [{"id": 7, "file_name": "a.png", "width": 20, "height": 10}],
       "categories": [{"id": 1, "name": "x"}],
       "annotations": [{"id": 5, "image_id": 7, "category_id": 1, "iscrowd": 0, "area": 8,
        "bbox": [1, 1, 4, 4], "segmentation": [[1, 1, 5, 1, 5, 5]]}]}
      """;

  @TempDir private Path folder;

  static Stream<Arguments> damage() {
    String polygon = "[[1, 1, 5, 1, 5, 5]]";
    return Stream.of(
        Arguments.of(
            "\"category_id\": 1",
            "\"category_id\": 9",
            "annotation 5 (image 7): unknown category_id 9; known are 1"),
        Arguments.of(
            "\"image_id\": 7", "\"image_id\": 8", "annotation 5 (image 8): unknown image_id 8"),
        Arguments.of("\"image_id\": 7, ", "", "annotation 5: has no image_id"),
        Arguments.of("\"id\": 5, ", "", "annotations[0] (image 7): has no id"),
        Arguments.of("\"category_id\": 1, ", "", "has no category_id"),
        Arguments.of(
            "\"id\": 5", "\"id\": \"five\"", "id must be a whole number, got the text \"five\""),
        Arguments.of("\"id\": 5", "\"id\": 1e40", "id must be a whole number"),
        Arguments.of("\"id\": 5", "\"id\": 99999999999999999999", "id must be a whole number"),
        Arguments.of(
            polygon,
            "[[1, 1, 5]]",
            "annotation 5 (image 7): polygon 1 has 3 numbers; it needs at least 6"),
        Arguments.of(polygon, "[[1, 1, 5, 1]]", "polygon 1 has 4 numbers"),
        Arguments.of(
            polygon,
            "[[1, 1, 5, 1, 5, 5, 3]]",
            "polygon 1 has 7 numbers; x and y must come in pairs"),
        Arguments.of(polygon, "[[1, 1, 5, 1, 5, 5], []]", "polygon 2 has 0 numbers"),
        Arguments.of(polygon, "[[1, 1, 5, 1, NaN, 5]]", "polygon 1 number 5 is NaN"),
        Arguments.of(polygon, "[[1, 1, 5, 1, Infinity, 5]]", "polygon 1 number 5 is Infinity"),
        Arguments.of(polygon, "[[1, 1, 5, 1, 1e300, 5]]", "far outside the image of 20x10"),
        Arguments.of(
            polygon,
            "[[1, 1, 5, 1, \"5\", 5]]",
            "polygon 1 must hold numbers only, got the text \"5\""),
        Arguments.of(
            polygon, "[1, 1, 5, 1, 5, 5]", "polygon 1 must be a list of numbers, got the number 1"),
        Arguments.of(polygon, "[]", "has no segmentation"),
        Arguments.of(polygon, "null", "has no segmentation"),
        Arguments.of(polygon, "\"abc\"", "segmentation must be a list of polygons or a mask"),
        Arguments.of(polygon, "{\"size\": [10, 20]}", "a mask needs counts"),
        Arguments.of(polygon, "{\"counts\": [200]}", "a mask needs its size"),
        Arguments.of(
            polygon,
            "{\"size\": [20, 10], \"counts\": [200]}",
            "mask is 20 high and 10 wide, its image 10 high and 20 wide"),
        Arguments.of(
            polygon,
            "{\"size\": [2147483647, 2147483647], \"counts\": \"01\"}",
            "mask is 2147483647 high"),
        Arguments.of(
            polygon, "{\"size\": [10, 20], \"counts\": [0, 201]}", "annotation 5 (image 7): "),
        Arguments.of(
            polygon, "{\"size\": [10, 20], \"counts\": [0, -5, 205]}", "annotation 5 (image 7): "),
        Arguments.of(
            polygon, "{\"size\": [10, 20], \"counts\": [0.5, 199.5]}", "a mask needs counts"),
        Arguments.of(
            polygon,
            "{\"size\": [10, 20], \"counts\": \"\\u0001\\u00ff\"}",
            "annotation 5 (image 7): "),
        Arguments.of("[1, 1, 4, 4]", "[1, 1, -4, 4]", "annotation 5 (image 7): box width is -4.0"),
        Arguments.of("[1, 1, 4, 4]", "[1, 1, NaN, 4]", "annotation 5 (image 7): box width is NaN"),
        Arguments.of("[1, 1, 4, 4]", "[1, 1, 4]", "bbox must hold 4 numbers"),
        Arguments.of("\"area\": 8", "\"area\": NaN", "area is NaN"),
        Arguments.of("\"area\": 8", "\"area\": -1", "area is -1.0"),
        Arguments.of("\"area\": 8", "\"area\": {}", "area must be a number, got an object"),
        Arguments.of(
            "\"iscrowd\": 0", "\"iscrowd\": 2", "iscrowd must be 0 or 1, got the number 2"),
        Arguments.of(
            "\"annotations\": [", "\"annotations\": [17, ", "annotations[0]: must be an object"),
        Arguments.of(
            "\"annotations\": [",
            "\"annotations\": [{\"id\": 5, \"image_id\": 7, \"category_id\": 1, \"segmentation\": [[1, 1, 5, 1, 5, 5]]}, ",
            "duplicate annotation id 5"),
        Arguments.of(
            "\"images\": [",
            "\"images\": [{\"id\": 7, \"file_name\": \"b.png\", \"width\": 1, \"height\": 1}, ",
            "duplicate image id 7"),
        Arguments.of(
            "\"categories\": [",
            "\"categories\": [{\"id\": 1, \"name\": \"z\"}, ",
            "duplicate category id 1"),
        Arguments.of(
            "\"a.png\"",
            "\"../a.png\"",
            "image 7: file_name must be a path inside the image folder, got \"../a.png\""),
        Arguments.of("\"a.png\"", "\"b/../../a.png\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "\"/etc/passwd\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "\"C:\\\\a.png\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "\"C:a.png\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "\"..\\\\a.png\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "\"a\\u0000.png\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "\"\"", "inside the image folder"),
        Arguments.of("\"a.png\"", "5", "file_name must be a text"),
        Arguments.of("\"file_name\": \"a.png\", ", "", "image 7 has no file_name"),
        Arguments.of(", \"height\": 10", "", "image 7 has no height"),
        Arguments.of(
            "\"height\": 10", "\"height\": 0", "image 7: width and height must be from 1 to"),
        Arguments.of(
            "\"height\": 10",
            "\"height\": 2000000000",
            "image 7: width and height must be from 1 to"),
        Arguments.of(
            "\"width\": 20, \"height\": 10",
            "\"width\": 20000, \"height\": 30000",
            "image 7: too large: 20000x30000, limit 100000000 pixels"),
        Arguments.of("{\"id\": 1, \"name\": \"x\"}", "{\"id\": 1}", "category 1 has no name"),
        Arguments.of("{\"id\": 1, \"name\": \"x\"}", "", "the list \"categories\" is empty"),
        Arguments.of("\"images\"", "\"pictures\"", "it has no list \"images\""),
        Arguments.of(
            "\"annotations\": [",
            "\"annotations\": {}, \"b\": [",
            "annotations must be a list, got an object"),
        Arguments.of("\"image_id\": 7,", "\"image_id\": 7", "line 3, column "),
        Arguments.of("5, 5]]}]}", "5, 5", "line "),
        Arguments.of("5, 5]]}]}", "5, 5]]}]} {}", "more content after the end"));
  }

  @ParameterizedTest
  @MethodSource("damage")
  void damageIsNamed(String good, String bad, String message) throws IOException {
    assertThat(GOOD).contains(good);
    Path file = folder.resolve("a.json");
    Files.writeString(file, GOOD.replace(good, bad));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CocoDataset.read(file, folder))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  @Test
  void theUndamagedFileReads() throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(file, GOOD);
    assertThat(CocoDataset.read(file, folder).annotations(7)).hasSize(1);
  }

  @Test
  void filesThatAreNoAnnotationFiles() throws IOException {
    assertRefused("", "the file ends too early");
    assertRefused("[]", "not a COCO annotation file: expected an object");
    assertRefused("{}", "it has no list \"categories\"");
    assertRefused("hello", "broken JSON");
    assertRefused("{\"a\": " + "[".repeat(100_000), "broken JSON");
    assertRefused("{\"a\": 1" + "0".repeat(100_000) + "}", "broken JSON");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CocoDataset.read(folder.resolve("gone.json"), folder))
        .withMessage(
            folder.resolve("gone.json") + ": annotation file cannot be read: no such file");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CocoDataset.read(folder, folder))
        .withMessage(folder + ": annotation file cannot be read: it is a folder");
  }

  @Test
  void randomDamageGivesADataSetOrAnErrorThatNamesTheFile() throws IOException {
    Path file = folder.resolve("a.json");
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(GOOD);
      for (int i = 0; i <= random.nextInt(3); i++) {
        String alphabet = "0123456789-.eE[]{}\",:nul ";
        text.setCharAt(
            random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Files.writeString(file, text);
      for (ReadOptions options :
          List.of(ReadOptions.STRICT, ReadOptions.LENIENT, ReadOptions.REPAIR)) {
        try {
          CocoDataset data = CocoDataset.read(file, folder, options);
          assertThat(data.annotationCount()).as("seed %d", seed).isLessThanOrEqualTo(1);
        } catch (DataException e) {
          assertThat(e.getMessage()).as("seed %d", seed).startsWith(file + ": ");
        }
      }
    }
  }

  private void assertRefused(String json, String message) throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(file, json);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CocoDataset.read(file, folder))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(message);
  }
}
