package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CocoDatasetTest {

  @TempDir private Path folder;

  @Test
  void readsAllKindsOfSegmentationsInAnyOrder() throws IOException {
    CocoDataset data =
        read(
            """
            {"licenses": [{"deep": [[{"x": [1, 2]}]]}],
             "annotations": [
              {"id": 5, "image_id": 7, "category_id": 90, "iscrowd": 0, "bbox": [1, 1, 4, 4], "area": 16.5,
               "segmentation": [[1, 1, 5, 1, 5, 5, 1, 5]], "extra": {"a": null}},
              {"id": 6, "image_id": 7, "category_id": 3, "iscrowd": 1,
               "segmentation": {"size": [10, 20], "counts": [0, 10, 190]}},
              {"id": 8, "image_id": 7, "category_id": 3,
               "segmentation": {"counts": "%s", "size": [10, 20]}},
              {"id": 9.0, "image_id": 7, "category_id": 3, "bbox": null, "area": null, "iscrowd": false,
               "segmentation": [[2, 3, 6, 3, 6, 7], [8, 8, 9.5, 8, 9.5, 9]]}],
             "images": [{"id": 7, "file_name": "sub/a.png", "width": 20, "height": 10, "date": "x"},
                        {"id": 2, "file_name": "b.png", "width": 4, "height": 4}],
             "categories": [{"id": 90, "name": "late", "supercategory": "all"}, {"id": 3, "name": "early"}]}
            """
                .formatted(
                    Rle.ofCounts(10, 20, new int[] {25, 3, 172})
                        .toCompressedString()
                        .replace("\\", "\\\\")));
    assertThat(data.categories())
        .containsExactly(new Category(3, "early", null), new Category(90, "late", "all"));
    assertThat(data.images()).extracting(ImageRecord::id).containsExactly(7L, 2L);
    assertThat(data.image(7).path()).isEqualTo(folder.resolve("images/sub/a.png"));
    assertThat(data.annotations(2)).isEmpty();
    List<Annotation> annotations = data.annotations(7);
    assertThat(annotations).extracting(Annotation::id).containsExactly(5L, 6L, 8L, 9L);
    assertThat(annotations).extracting(Annotation::category).containsExactly(1, 0, 0, 0);
    assertThat(annotations)
        .extracting(Annotation::crowd)
        .containsExactly(false, true, false, false);
    assertThat(annotations.get(0).area()).isEqualTo(16.5);
    assertThat(annotations.get(0).toRle(10, 20).area()).isEqualTo(16);
    assertThat(annotations.get(1).area()).isEqualTo(10);
    assertThat(annotations.get(1).bbox()).isEqualTo(new Box(0, 0, 1, 10));
    assertThat(annotations.get(2).toRle(10, 20).area()).isEqualTo(3);
    assertThat(annotations.get(3).bbox()).isEqualTo(new Box(2, 3, 7.5, 6));
    assertThat(annotations.get(3).area()).isGreaterThan(4);
    assertThat(data.annotationCount()).isEqualTo(4);
    assertThat(data.annotations()).hasSize(4);
    assertThat(data.objectsPerImage()).isEqualTo(new ObjectsPerImage(4, 2, 2));
    assertThat(data.objectsPerCategory()).containsExactly(3, 1);
    assertThat(data.warnings()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.annotations(1))
        .withMessageContaining("unknown image id 1");
  }

  @Test
  void namesMissingImages() throws IOException {
    CocoDataset data =
        read(
            """
            {"images": [{"id": 7, "file_name": "a.png", "width": 20, "height": 10},
                        {"id": 8, "file_name": "b.png", "width": 20, "height": 10}],
             "categories": [{"id": 1, "name": "x"}], "annotations": []}
            """);
    assertThat(data.missingImages()).extracting(ImageRecord::id).containsExactly(7L, 8L);
    Files.createDirectories(folder.resolve("images"));
    Files.createFile(folder.resolve("images/a.png"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(data::verifyImages)
        .withMessage(
            folder.resolve("images/b.png")
                + ": no such file: image 8 of "
                + folder.resolve("a.json"));
    Files.createFile(folder.resolve("images/b.png"));
    data.verifyImages();
  }

  @Test
  void lenientReadingDropsAndRecords() throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(
        file,
        """
        {"images": [{"id": 7, "file_name": "a.png", "width": 20, "height": 10}],
         "categories": [{"id": 1, "name": "x"}],
         "annotations": [
          {"id": 1, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5]]},
          {"id": 2, "image_id": 7, "category_id": 4, "segmentation": [[1, 1, 5, 1, 5, 5]]},
          {"id": 3, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5], [1, 2]]},
          {"id": "x", "image_id": 7, "category_id": 1, "segmentation": [[1, 1, {"a": [1]}, 5, 5]]},
          17,
          {"id": 4, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5]]}]}
        """);
    CocoDataset data = CocoDataset.read(file, folder, ReadOptions.LENIENT);
    assertThat(data.annotations(7)).extracting(Annotation::id).containsExactly(3L, 4L);
    assertThat(data.warnings())
        .extracting(DataWarning::annotationId)
        .containsExactly(1L, 2L, 3L, -1L, -1L);
    assertThat(data.warnings().get(0).message())
        .isEqualTo(
            file
                + ": annotation 1 (image 7): polygon 1 has 3 numbers; it needs at least 6 (3 points)");
  }

  @Test
  void repairingReadingKeepsWhatItCanAndRecordsTheRest() throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(
        file,
        """
        {"images": [{"id": 7, "file_name": "a.png", "width": 20, "height": 10},
          {"id": 7, "file_name": "b.png", "width": 20, "height": 10},
          {"id": 7, "file_name": "a.png", "width": 20, "height": 10},
          {"id": 8, "file_name": "../c.png", "width": 20, "height": 10},
          {"id": 9, "file_name": ["d", {"x": 1}], "width": 20, "height": 10},
          {"id": 10, "file_name": "e.png", "width": 20},
          [1],
          {"id": 11, "file_name": "f.png", "width": 20, "height": 10}],
         "categories": [{"id": 1, "name": "x"}, {"id": 1, "name": "y"}, {"id": 2}, {"id": {}, "name": "z"}],
         "annotations": [
          {"id": 1, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5]], "bbox": [1, 1, -4, 4]},
          {"id": 1, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5]], "area": -1},
          {"id": 2, "image_id": 8, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5]]},
          {"id": 3, "image_id": 7, "category_id": 2, "segmentation": [[1, 1, 5, 1, 5, 5]]},
          {"id": 4, "image_id": 7, "category_id": 1, "segmentation": []},
          {"id": 5, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5], [1, 1]]},
          {"id": 6, "image_id": 7, "category_id": 1, "segmentation": [[1, 1, 5, 1, NaN, 5]]},
          {"id": 8, "image_id": 7, "category_id": 1, "segmentation": {"size": [10, 20], "counts": [3]}},
          {"id": 9, "image_id": 7, "category_id": 1, "iscrowd": 3, "segmentation": [[1, 1, 5, 1, 5, 5]]}]}
        """);
    CocoDataset data = CocoDataset.read(file, folder, ReadOptions.REPAIR);
    assertThat(data.images()).extracting(ImageRecord::fileName).containsExactly("a.png", "f.png");
    assertThat(data.categories()).containsExactly(new Category(1, "x", null));
    assertThat(data.annotations(7)).extracting(Annotation::id).containsExactly(1L, 1L, 5L);
    assertThat(data.annotations(7).get(0).bbox()).isEqualTo(new Box(1, 1, 4, 4));
    assertThat(data.annotations(7).get(1).area())
        .isEqualTo(data.annotations(7).get(1).toRle(10, 20).area());
    assertThat(data.warnings())
        .extracting(w -> w.kind() + " " + w.imageId() + " " + w.annotationId())
        .containsExactly(
            "IMAGE_ENTRY 8 -1",
            "IMAGE_ENTRY 9 -1",
            "IMAGE_ENTRY 10 -1",
            "IMAGE_ENTRY -1 -1",
            "CATEGORY_ENTRY -1 -1",
            "CATEGORY_ENTRY -1 -1",
            "DUPLICATE_CATEGORY_ID -1 -1",
            "DUPLICATE_IMAGE_ID 7 -1",
            "REPEATED_IMAGE_ENTRY 7 -1",
            "BOX 7 1",
            "DUPLICATE_ANNOTATION_ID 7 1",
            "AREA 7 1",
            "UNKNOWN_IMAGE 8 2",
            "UNKNOWN_CATEGORY 7 3",
            "NO_SEGMENTATION 7 4",
            "POLYGON_POINTS 7 5",
            "POLYGON_RANGE 7 6",
            "MASK 7 8",
            "ANNOTATION_ENTRY 7 9");
    assertThat(data.warnings()).allSatisfy(w -> assertThat(w.message()).startsWith(file + ": "));
  }

  @Test
  void writesWhatItReads() throws IOException {
    CocoDataset data =
        read(
            """
            {"images": [{"id": 7, "file_name": "a.png", "width": 20, "height": 10}],
             "categories": [{"id": 11, "name": "x \\"y\\" ö", "supercategory": "z"}],
             "annotations": [
              {"id": 1, "image_id": 7, "category_id": 11, "segmentation": [[1, 1.25, 5, 1, 5, 5]]},
              {"id": 2, "image_id": 7, "category_id": 11, "iscrowd": 1,
               "segmentation": {"size": [10, 20], "counts": [13, 10, 177]}}]}
            """);
    Path copy = folder.resolve("copy/b.json");
    CocoWriter.write(
        copy,
        Map.of("description", "copy"),
        data.categories(),
        data.images(),
        data.annotations().toList());
    CocoDataset back = CocoDataset.read(copy, data.imageFolder());
    assertThat(back.categories()).isEqualTo(data.categories());
    assertThat(back.images()).isEqualTo(data.images());
    for (int i = 0; i < 2; i++) {
      Annotation expected = data.annotations(7).get(i);
      Annotation actual = back.annotations(7).get(i);
      assertThat(actual.bbox()).isEqualTo(expected.bbox());
      assertThat(actual.area()).isEqualTo(expected.area());
      assertThat(actual.crowd()).isEqualTo(expected.crowd());
      assertThat(actual.toRle(10, 20)).isEqualTo(expected.toRle(10, 20));
    }
  }

  @Test
  void writesResultsInTheIdsOfTheDataSet() throws IOException {
    Path file = folder.resolve("results.json");
    Rle rle = Rle.ofCounts(3, 3, new int[] {4, 2, 3});
    List<Category> categories = List.of(new Category(3, "a", null), new Category(90, "b", null));
    CocoResults.write(
        file, categories, List.of(new CocoResult(42, 1, 0.5, new Box(1, 1, 1, 2), rle)));
    assertThat(Files.readString(file))
        .isEqualTo(
            "[{\"image_id\":42,\"category_id\":90,\"segmentation\":{\"size\":[3,3],\"counts\":\""
                + rle.toCompressedString()
                + "\"},\"score\":0.5,\"bbox\":[1.0,1.0,1.0,2.0]}]");
    Path bad = folder.resolve("bad.json");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() ->
            CocoResults.write(
                bad,
                categories,
                List.of(new CocoResult(42, 1, Double.NaN, new Box(1, 1, 1, 2), rle))))
        .withMessageContaining("image 42: score is NaN");
    assertThat(bad).doesNotExist();
  }

  private CocoDataset read(String json) throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(file, json);
    return CocoDataset.read(file, folder.resolve("images"));
  }
}
