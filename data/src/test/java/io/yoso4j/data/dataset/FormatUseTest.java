package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.health.DatasetHealth;
import io.yoso4j.data.health.DatasetStatistics;
import io.yoso4j.data.health.HealthOptions;
import io.yoso4j.data.health.HealthReport;
import io.yoso4j.data.health.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done with data sets works on every format, and writes nothing into their folder. */
final class FormatUseTest {

  @TempDir private Path folder;
  @TempDir private Path target;

  private interface Use {
    void of(List<SplitPaths> parts, int objects) throws IOException;
  }

  private void use(DatasetFormat format, Use use) throws IOException {
    List<Scene> scenes = Scene.all(format != DatasetFormat.YOLO);
    SceneFiles.write(format, folder, scenes);
    List<String> before = listing();
    use.of(
        DatasetLayout.find(folder).splits(),
        scenes.stream().mapToInt(scene -> scene.things().size()).sum());
    assertThat(listing()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void itIsExaminedAndCleaned(DatasetFormat format) throws IOException {
    use(
        format,
        (parts, objects) -> {
          DatasetHealth health = DatasetHealth.examine(parts, HealthOptions.DEFAULT);
          HealthReport report = health.report();
          assertThat(report.findings())
              .filteredOn(finding -> finding.problem().severity() == Severity.ERROR)
              .isEmpty();
          assertThat(report.parts().stream().mapToInt(HealthReport.Part::objects).sum())
              .isEqualTo(objects);
          Path out = target.resolve("clean");
          assertThat(health.repair(out, true).objects()).isEqualTo(objects);
          assertThat(objects(DatasetLayout.find(out))).isEqualTo(objects);
        });
  }

  @ParameterizedTest
  @EnumSource
  void itIsDescribed(DatasetFormat format) throws IOException {
    use(
        format,
        (parts, objects) -> {
          DatasetStatistics statistics =
              DatasetStatistics.of(
                  parts.stream().map(part -> part.read(ReadOptions.STRICT)).toList());
          assertThat(statistics.parts().stream().mapToInt(DatasetStatistics.Part::objects).sum())
              .isEqualTo(objects);
          assertThat(statistics.classes()).hasSize(Scene.CLASSES.size());
        });
  }

  @ParameterizedTest
  @EnumSource
  void itIsPooledAndWritten(DatasetFormat format) throws IOException {
    use(
        format,
        (parts, objects) -> {
          PooledDataset pool =
              PooledDataset.of(parts.stream().map(part -> part.read(ReadOptions.STRICT)).toList());
          Path out = target.resolve("pooled");
          CocoFolder.write(
              out, List.of(pool.part("train", Map.of(), pool.items())), CocoFolder.Transfer.COPY);
          assertThat(objects(DatasetLayout.find(out))).isEqualTo(objects);
        });
  }

  private static int objects(DatasetLayout layout) {
    int objects = 0;
    for (SplitPaths part : layout.splits()) {
      CocoDataset data = part.read(ReadOptions.STRICT).data();
      data.verifyImages();
      objects += data.annotationCount();
    }
    return objects;
  }

  /** Paths and times of everything in the folder. */
  private List<String> listing() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        lines.add(path + " " + Files.getLastModifiedTime(path));
      }
      return lines;
    }
  }
}
