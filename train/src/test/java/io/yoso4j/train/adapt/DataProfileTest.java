package io.yoso4j.train.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.health.DatasetStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataProfileTest {
  @TempDir private Path folder;

  private DatasetStatistics statistics(String images, String annotations) throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(
        file,
        "{\"images\": [%s], \"annotations\": [%s], \"categories\": [{\"id\": 1, \"name\": \"nut\"}]}"
            .formatted(images, annotations));
    SplitPaths paths = new SplitPaths("train", DatasetFormat.COCO, file, folder);
    return DatasetStatistics.of(List.of(paths.read(ReadOptions.STRICT)));
  }

  private static String image(int id, int width, int height) {
    return "{\"id\": %d, \"file_name\": \"%d.png\", \"width\": %d, \"height\": %d}"
        .formatted(id, id, width, height);
  }

  private static String square(int id, int image, int side) {
    return "{\"id\": %1$d, \"image_id\": %2$d, \"category_id\": 1, \"iscrowd\": 0, \"area\": %4$d, \"bbox\": [0, 0, %3$d, %3$d], \"segmentation\": [[0, 0, %3$d, 0, %3$d, %3$d, 0, %3$d]]}"
        .formatted(id, image, side, side * side);
  }

  @Test
  void sidesAreSharesOfTheLongerSide() throws IOException {
    DataProfile profile =
        DataProfile.of(
            statistics(
                image(1, 100, 50) + "," + image(2, 200, 100) + "," + image(3, 20, 40),
                square(1, 1, 10) + "," + square(2, 1, 20) + "," + square(3, 2, 100)));
    assertThat(profile).isEqualTo(new DataProfile(3, 1, 100, 1, 2, 2, 0.1, 0.2, 0.5));
  }

  @ParameterizedTest
  @CsvSource({"0,no training images", "1,no objects"})
  void thereMustBeSomethingToTrainOn(int images, String expected) throws IOException {
    DatasetStatistics statistics = statistics(images == 0 ? "" : image(1, 8, 8), "");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DataProfile.of(statistics))
        .withMessageContaining(expected);
  }
}
