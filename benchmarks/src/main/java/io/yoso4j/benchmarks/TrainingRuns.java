package io.yoso4j.benchmarks;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.TrainListener;
import io.yoso4j.train.Trainer;
import io.yoso4j.train.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole trainings on generated images in a temporary folder, for benches of training itself. */
final class TrainingRuns implements AutoCloseable {
  private static final int TRAIN_IMAGES = 64;
  private static final int VAL_IMAGES = 4;

  private final Path folder;

  private TrainingRuns(Path folder) {
    this.folder = folder;
  }

  /** Writes the images. */
  static TrainingRuns open() {
    try {
      TrainingRuns runs = new TrainingRuns(Files.createTempDirectory("yoso4j-bench"));
      ShapesDataset.write(
          runs.folder.resolve("data"), ShapesOptions.DEFAULT.withCounts(TRAIN_IMAGES, VAL_IMAGES));
      return runs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Trains preset {@code tiny}.
   *
   * @param name of the run
   * @param sets keys to replace
   * @return the run's folder
   */
  Path train(String name, TrainListener listener, List<String> sets) {
    Path data = folder.resolve("data");
    Path run = folder.resolve(name);
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.train_images=" + data.resolve("train"),
                "data.train_annotations=" + data.resolve("annotations/instances_train.json"),
                "data.val_images=" + data.resolve("val"),
                "data.val_annotations=" + data.resolve("annotations/instances_val.json"),
                "engine.device=cpu"));
    all.addAll(sets);
    Trainer.run(ConfigLoader.load("tiny", null, all), run, RunMode.NEW, listener, name);
    return run;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
