package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.config.DataSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code --data} and {@code --format} become settings. */
final class RunConfigsTest {

  @TempDir private Path folder;

  @Test
  void aFolderOfAnyFormatIsTaken() throws IOException {
    yolo("train: images/train\nval: images/val\n");
    DataSettings data = training(folder(null));
    assertThat(data.format()).isEqualTo(DatasetFormat.YOLO);
    assertThat(data.train())
        .isEqualTo(
            new SplitPaths(
                "train",
                DatasetFormat.YOLO,
                folder.resolve("data.yaml"),
                folder.resolve("images/train")));
    assertThat(data.val()).extracting(SplitPaths::images).isEqualTo(folder.resolve("images/val"));
  }

  @Test
  void whereSeveralFormatsFitOneIsChosen() throws IOException {
    yolo("train: images/train\n");
    labelMe();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> training(folder(null)))
        .withMessageContaining("several formats fit: labelme (in the folder itself) and yolo");
    assertThat(training(folder(DatasetFormat.YOLO)).train())
        .extracting(SplitPaths::annotations)
        .isEqualTo(folder.resolve("data.yaml"));
    assertThat(training(folder(DatasetFormat.LABELME)).train())
        .extracting(SplitPaths::annotations)
        .isEqualTo(folder);
  }

  @Test
  void pathsNamedOneByOneMayBeOfAnotherFormatThanTheFolder() throws IOException {
    yolo("train: images/train\n");
    Path coco = folder.resolve("measure.txt");
    Files.writeString(
        coco,
        "{\"images\": [], \"categories\": [{\"id\": 0, \"name\": \"nut\"}], \"annotations\": []}");
    DataSettings data = training(new DataPaths(folder, null, null, null, folder, coco));
    assertThat(data.format()).isNull();
    assertThat(data.train()).extracting(SplitPaths::format).isEqualTo(DatasetFormat.YOLO);
    assertThat(data.val()).extracting(SplitPaths::format).isEqualTo(DatasetFormat.COCO);
  }

  @Test
  void aRunIsMeasuredOnOtherDataOfAnotherFormat() throws IOException {
    yolo("train: images/train\n");
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "data:\n  format: coco\n");
    DataSettings data = RunConfigs.ofRun(run, folder(null)).data();
    assertThat(data.val())
        .isEqualTo(
            new SplitPaths(
                "val",
                DatasetFormat.YOLO,
                folder.resolve("data.yaml"),
                folder.resolve("images/train")));
  }

  private DataPaths folder(@Nullable DatasetFormat format) {
    return new DataPaths(folder, format, null, null, null, null);
  }

  private DataSettings training(DataPaths paths) {
    return RunConfigs.forTraining(
            new TrainRequest(
                paths, folder.resolve("run"), "tiny", null, List.of(), null, RunMode.NEW, "train"),
            _ -> {})
        .data();
  }

  private void yolo(String parts) throws IOException {
    for (String part : List.of("train", "val")) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(part));
      ImageFiles.writePng(RgbImage.filled(8, 8, 0), images.resolve(part + ".png"));
    }
    Files.writeString(folder.resolve("data.yaml"), parts + "names: [nut]\n");
  }

  private void labelMe() throws IOException {
    Files.writeString(
        folder.resolve("a.json"), "{\"shapes\": [], \"imagePath\": \"images/train/train.png\"}");
  }
}
