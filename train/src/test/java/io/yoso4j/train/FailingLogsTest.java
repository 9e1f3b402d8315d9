package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that cannot be written is said once and never stops a training. */
final class FailingLogsTest {
  @TempDir private Path temp;

  @Test
  void trainingGoesOnWithoutItsLogs() throws IOException {
    Path shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(2, 1).withSize(48));
    Path out = temp.resolve("run");
    RunPaths paths = new RunPaths(out);
    SmallRuns.train(SmallRuns.smallest(shapes, "train.steps=2"), out, RunMode.NEW);
    delete(paths.metricsLog());
    Files.createDirectory(paths.metricsLog());
    delete(paths.tensorboard());
    Files.writeString(paths.tensorboard(), "in the way");

    List<String> warnings = new ArrayList<>();
    RunSummary summary =
        Trainer.run(
            SmallRuns.smallest(shapes),
            out,
            RunMode.RESUME,
            new TrainListener() {
              @Override
              public void onWarning(String message) {
                warnings.add(message);
              }
            },
            "test");

    assertThat(summary.steps()).isEqualTo(SmallRuns.STEPS);
    assertThat(summary.segm()).containsKey("AP");
    assertThat(warnings).filteredOn(w -> w.contains("this log ends here")).hasSize(2);
    assertThat(warnings).anyMatch(w -> w.startsWith(paths.metricsLog().toString()));
    assertThat(warnings).anyMatch(w -> w.startsWith(paths.tensorboard().toString()));
    assertThat(Checkpoint.read(paths.lastCheckpoint()).info().step()).isEqualTo(SmallRuns.STEPS);
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}
