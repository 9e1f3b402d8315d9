package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DatasetLayoutTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "annotations/instances_train.json, train, annotations/instances_val.json, val",
    "annotations/instances_train.json, images/train, annotations/instances_val.json, images/val",
    "annotations/instances_train2017.json, train2017, annotations/instances_val2017.json, val2017",
    "annotations/instances_train2017.json, images/train2017, annotations/instances_val2017.json, images/val2017",
    "annotations/instances_train.json, images, annotations/instances_val.json, images",
    "annotations/instances_train.json, '', annotations/instances_val.json, ''",
    "instances_train.json, train, instances_val.json, val",
    "train.json, pictures, val.json, pictures",
    "annotations/train.json, images/train, annotations/validation.json, images/validation",
    "train/_annotations.coco.json, train, valid/_annotations.coco.json, valid",
    "train/_annotations.coco.json, train, val/_annotations.coco.json, val"
  })
  void findsTheUsualLayouts(String trainFile, String trainImages, String valFile, String valImages)
      throws IOException {
    put(trainFile, trainImages, "a.png");
    put(valFile, valImages, "b.png");
    // A folder of a likely name without the images is passed over.
    Files.createDirectories(folder.resolve("images/other"));
    DatasetLayout layout = DatasetLayout.find(folder);
    assertThat(layout.train().annotations()).isEqualTo(folder.resolve(trainFile));
    SplitPaths val = layout.val().orElseThrow();
    assertThat(val.annotations()).isEqualTo(folder.resolve(valFile));
    DatasetSplits splits = layout.read(ReadOptions.STRICT);
    splits.train().data().verifyImages();
    splits.val().orElseThrow().data().verifyImages();
    assertThat(splits.train().name()).isEqualTo("train");
    assertThat(splits.val().orElseThrow().name()).isEqualTo("val");
  }

  @Test
  void theExactNameWinsAndSeveralOthersAreAnError() throws IOException {
    put("annotations/instances_train_a.json", "train", "a.png");
    assertThat(DatasetLayout.find(folder).train().annotations().getFileName())
        .hasToString("instances_train_a.json");
    put("annotations/instances_train_b.json", "train", "a.png");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessageContaining(
            "several annotation files fit: instances_train_a.json, instances_train_b.json");
    put("annotations/instances_train.json", "train", "a.png");
    DatasetLayout layout = DatasetLayout.find(folder);
    assertThat(layout.train().annotations().getFileName()).hasToString("instances_train.json");
    assertThat(layout.val()).isEmpty();
  }

  @Test
  void whatWasLookedForIsSaid() throws IOException {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessageStartingWith(folder + ": no data set found; looked for coco: annotations/")
        .withMessageContaining("roboflow: {train,valid,test}/_annotations.coco.json")
        .withMessageEndingWith("; found an empty folder");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder.resolve("gone")))
        .withMessage(folder.resolve("gone") + ": no such folder");
    put("annotations/instances_train.json", "else/where", "a.png");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessageContaining(
            "image a.png, named in annotations/instances_train.json, was found in none of");
  }

  /** Parts often number their images alike: those of another part must not stand in. */
  @Test
  void imagesOfAnotherPartDoNotStandInForMissingOnes() throws IOException {
    put("annotations/instances_train.json", "train", "a.png");
    put("annotations/instances_val.json", "val", "a.png");
    Path val = folder.resolve("annotations/instances_val.json");
    Files.writeString(
        val,
        Files.readString(val)
            .replace(
                "[{\"id\": 1,",
                "[{\"id\": 2, \"file_name\": \"b.png\", \"width\": 4, \"height\": 4}, {\"id\": 1,"));
    Files.createFile(folder.resolve("train/b.png"));
    SplitPaths found = DatasetLayout.find(folder).val().orElseThrow();
    assertThat(found.images()).isEqualTo(folder.resolve("val"));
    Files.move(folder.resolve("val/a.png"), folder.resolve("elsewhere.png"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessageContaining("image b.png, named in annotations/instances_val.json");
    Files.move(folder.resolve("train"), folder.resolve("pictures"));
    assertThat(DatasetLayout.find(folder).val().orElseThrow().images())
        .isEqualTo(folder.resolve("pictures"));
  }

  @Test
  void partsMustHaveTheSameCategories() throws IOException {
    put("annotations/instances_train.json", "train", "a.png");
    put("annotations/instances_val.json", "val", "a.png");
    Path val = folder.resolve("annotations/instances_val.json");
    Files.writeString(val, Files.readString(val).replace("\"thing\"", "\"other\""));
    DatasetLayout layout = DatasetLayout.find(folder);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> layout.read(ReadOptions.STRICT))
        .withMessageContaining("[1 other] differ from those of");
  }

  @Test
  void pathsMayBeNamedOneByOne() throws IOException {
    put("x.json", "here", "a.png");
    DatasetLayout layout =
        DatasetLayout.of(folder.resolve("x.json"), folder.resolve("here"))
            .withVal(folder.resolve("x.json"), folder.resolve("here"));
    layout.read(ReadOptions.STRICT).val().orElseThrow().data().verifyImages();
  }

  private void put(String annotations, String images, String name) throws IOException {
    Path file = folder.resolve(annotations);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"images": [{"id": 1, "file_name": "%s", "width": 4, "height": 4}],
         "annotations": [], "categories": [{"id": 1, "name": "thing"}]}
        """
            .formatted(name));
    Files.createDirectories(folder.resolve(images));
    Path image = folder.resolve(images).resolve(name);
    if (!Files.exists(image)) {
      Files.createFile(image);
    }
  }
}
