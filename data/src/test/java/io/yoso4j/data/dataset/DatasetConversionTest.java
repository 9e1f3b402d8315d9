package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetConversionTest {

  @TempDir private Path folder;

  private Path source;

  @BeforeEach
  void roboflowExport() throws IOException {
    source = folder.resolve("export");
    for (String part : List.of("train", "valid", "test")) {
      Path images = Files.createDirectories(source.resolve(part).resolve("sub"));
      Files.writeString(images.resolve("a.jpg"), "pixels of " + part);
      Files.writeString(
          source.resolve(part).resolve("_annotations.coco.json"),
          """
          {"images": [{"id": 0, "file_name": "sub/a.jpg", "width": 20, "height": 10}],
           "categories": [{"id": 0, "name": "nuts"}, {"id": 1, "name": "fig"}],
           "annotations": [{"id": 3, "image_id": 0, "category_id": 1,
             "segmentation": [[1.5, 1, 5, 1, 5, 5.25]]}]}
          """);
    }
  }

  @Test
  void writesEveryPartWithItsImages() throws IOException {
    Path out = folder.resolve("coco");
    DatasetLayout written =
        DatasetConversion.toCoco(
            DatasetLayout.find(source), out, ReadOptions.STRICT, DatasetConversion.Images.COPY);
    assertThat(DatasetLayout.find(out)).isEqualTo(written);
    assertThat(written.splits())
        .extracting(SplitPaths::name)
        .containsExactly("train", "val", "test");
    assertThat(out.resolve("val/sub/a.jpg")).hasContent("pixels of valid");
    CocoDataset data = written.train().read(ReadOptions.STRICT).data();
    data.verifyImages();
    Annotation annotation = data.annotations(0).getFirst();
    assertThat(annotation.category()).isEqualTo(1);
    assertThat(((Segmentation.Polygon) annotation.segmentation()).rings().getFirst())
        .containsExactly(1.5, 1, 5, 1, 5, 5.25);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("export", "coco");
    }
  }

  @Test
  void imagesMayStay() {
    Path out = folder.resolve("coco");
    DatasetLayout written =
        DatasetConversion.toCoco(
            DatasetLayout.find(source), out, ReadOptions.STRICT, DatasetConversion.Images.LEAVE);
    assertThat(out.resolve("train")).doesNotExist();
    written.train().read(ReadOptions.STRICT).data().verifyImages();
  }

  @Test
  void neverWritesIntoTheDataSetOrOverSomething() throws IOException {
    DatasetLayout layout = DatasetLayout.find(source);
    assertFails(layout, source.resolve("train/coco"), "lies inside the data set's folder");
    Path used = Files.createDirectories(folder.resolve("used/sub")).getParent();
    assertFails(layout, used, used + ": already exists");
  }

  @Test
  void aMissingImageLeavesNothingBehind() throws IOException {
    Files.delete(source.resolve("test/sub/a.jpg"));
    assertFails(DatasetLayout.find(source), folder.resolve("coco"), "no such file: image 0 of");
    assertThat(folder.resolve("coco")).doesNotExist();
  }

  private static void assertFails(DatasetLayout layout, Path out, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() ->
            DatasetConversion.toCoco(
                layout, out, ReadOptions.STRICT, DatasetConversion.Images.COPY))
        .withMessageContaining(message);
  }
}
