package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PanopticFileTest {

  private static final String GOOD =
      """
      {"info": {"x": [1]}, "images": [{"id": 7}],
       "categories": [{"id": 1, "name": "cat", "isthing": 1, "color": [1, 2, 3]},
        {"id": 90, "name": "sky", "isthing": 0}],
       "annotations": [{"segments_info": [{"id": 5, "category_id": 90, "iscrowd": 1, "area": 8, "bbox": [1, 1, 4, 4]},
        {"id": 16777215, "category_id": 1}], "file_name": "a/b.png", "image_id": 7}]}
      """;

  @TempDir private Path folder;

  @Test
  void readsWhatIsWritten() throws IOException {
    PanopticFile file = PanopticFile.readTruth(write(GOOD), folder);

    assertThat(file.categories())
        .containsExactly(
            new PanopticCategory(1, "cat", true), new PanopticCategory(90, "sky", false));
    assertThat(file.annotations()).hasSize(1);
    PanopticAnnotation annotation = file.annotations().getFirst();
    assertThat(annotation.imageId()).isEqualTo(7);
    assertThat(annotation.idImage()).isEqualTo(folder.resolve("a").resolve("b.png"));
    assertThat(annotation.segments())
        .containsExactly(
            new PanopticSegment(5, 90, true, 8),
            new PanopticSegment(16777215, 1, false, Double.NaN));
  }

  @Test
  void resultsNeedNoCategories() throws IOException {
    Path file = write("{\"annotations\": [], \"categories\": \"any\"}");
    PanopticFile results = PanopticFile.readResults(file, folder);
    assertThat(results.annotations()).isEmpty();
    assertThat(results.categories()).isEmpty();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PanopticFile.readTruth(write("{\"annotations\": []}"), folder))
        .withMessageContaining("it has no list \"categories\"");
  }

  @Test
  void theCocoSampleIsRead() {
    Path json = SharedFolder.require("data/panoptic_sample/sample_data/panoptic_examples.json");
    PanopticFile file = PanopticFile.readTruth(json, json.resolveSibling("panoptic_examples"));
    assertThat(file.categories()).hasSize(133);
    assertThat(file.annotations()).extracting(a -> a.segments().size()).containsExactly(18, 32);
    assertThat(file.annotations()).allSatisfy(a -> assertThat(a.idImage()).exists());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"id\": 5, ' | '' | annotations[0]: segments_info[0] has no id",
        "'\"category_id\": 90, ' | '' | segments_info[0] has no category_id",
        "'\"image_id\": 7' | '\"image\": 7' | annotations[0] has no image_id",
        "'\"image_id\": 7' | '\"image_id\": \"7\"' | image_id must be a whole number, got the text",
        "'\"file_name\"' | '\"file\"' | annotation of image 7 has no file_name",
        "'segments_info' | 'segments' | annotation of image 7 has no segments_info",
        "'16777215' | '5' | segment id 5 is there twice",
        "'\"id\": 90' | '\"id\": 1' | category id 1 is there twice",
        "'\"isthing\": 0' | '\"isthing\": 2' | isthing must be 0 or 1, got the number 2",
        "', \"isthing\": 0' | '' | categories[1] has no isthing",
        "'\"iscrowd\": 1' | '\"iscrowd\": \"no\"' | iscrowd must be 0 or 1",
        "'\"area\": 8' | '\"area\": -1' | area must be a finite number and not negative",
        "'\"area\": 8' | '\"area\": NaN' | area must be a finite number and not negative",
        "'\"area\": 8' | '\"area\": \"8\"' | area must be a finite number and not negative",
        "'\"id\": 5' | '\"id\": 1e40' | id must be a whole number",
        "'7}]}' | '7}' | broken JSON",
      })
  void everyDefectIsNamed(String from, String to, String message) throws IOException {
    assertThat(GOOD).contains(from);
    Path file = write(GOOD.replace(from, to));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PanopticFile.readTruth(file, folder))
        .withMessageContaining(file.toString())
        .withMessageContaining(message);
  }

  @Test
  void anImageHasOneAnnotation() throws IOException {
    Path file =
        write(
            "{\"annotations\": [%1$s, %1$s]}"
                .formatted("{\"image_id\": 3, \"file_name\": \"x.png\", \"segments_info\": []}"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PanopticFile.readResults(file, folder))
        .withMessageContaining("image 3 has two annotations");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../b.png",
        "a/../../b.png",
        "/etc/passwd",
        "C:/b.png",
        "a\\\\..\\\\..\\\\b.png",
        "",
        "a\\u0000b.png"
      })
  void idImagesCannotLieOutsideOfTheirFolder(String name) throws IOException {
    Path file = write(GOOD.replace("a/b.png", name));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PanopticFile.readTruth(file, folder))
        .withMessageContaining("file_name must be a path inside the image folder");
  }

  @Test
  void linksCannotLeadOutEither(@TempDir Path elsewhere) throws IOException {
    Path ids = Files.createDirectories(folder.resolve("ids"));
    Files.createSymbolicLink(
        Files.createDirectories(ids.resolve("a")).resolve("b.png"),
        Files.writeString(elsewhere.resolve("b.png"), "secret"));
    Path file = write(GOOD);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PanopticFile.readTruth(file, ids))
        .withMessageContaining(file.toString())
        .withMessageContaining("a/b.png is a link that leads to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "3", "{}", "{\"annotations\": {}}", "{} {}", "", "{\"annotations\": [1]}"})
  void otherFilesAreRefused(String text) throws IOException {
    Path file = write(text);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PanopticFile.readTruth(file, folder))
        .withMessageContaining(file.toString());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("panoptic.json"), text);
  }
}
