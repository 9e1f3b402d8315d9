package io.yoso4j.train;

import io.yoso4j.data.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a run.
 *
 * @param root the run folder
 */
public record RunPaths(Path root) {
  /** What a run writes; only these are removed by {@link RunMode#OVERWRITE}. */
  private static final List<String> OWNED =
      List.of(
          "config.yaml",
          "metrics.json",
          "metrics.jsonl",
          "report.html",
          "results_val.json",
          "checkpoints",
          "failures",
          "logs",
          "tensorboard");

  /** The configuration, complete. */
  public Path config() {
    return root.resolve("config.yaml");
  }

  /** The final numbers. */
  public Path metrics() {
    return root.resolve("metrics.json");
  }

  /** One line per logged step and per evaluation. */
  public Path metricsLog() {
    return root.resolve("metrics.jsonl");
  }

  /** COCO results of the validation images from the best checkpoint. */
  public Path results() {
    return root.resolve("results_val.json");
  }

  /** TensorBoard event files. */
  public Path tensorboard() {
    return root.resolve("tensorboard");
  }

  /** What a process other than the first has to say. */
  public Path rankLog(int rank) {
    return logs().resolve("rank-" + rank + ".log");
  }

  /** Marks which processes live. */
  Path rankLocks() {
    return logs().resolve("ranks.lock");
  }

  private Path logs() {
    return root.resolve("logs");
  }

  /** Recorded steps whose loss or gradient was not finite. */
  public Path failures() {
    return root.resolve("failures");
  }

  /** The folder of all checkpoints. */
  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** The state after the last saved step. */
  public Path lastCheckpoint() {
    return checkpoints().resolve("last.safetensors");
  }

  /** The weights with the highest validation mask AP. */
  public Path bestCheckpoint() {
    return checkpoints().resolve("best.safetensors");
  }

  /** Whether there is a state that training can go on from, the last one or an older one. */
  public boolean resumable() {
    return Checkpoints.exist(this);
  }

  /**
   * Checks, without writing anything, that the mode allows what is there.
   *
   * @throws TrainException if the folder holds something and the mode does not allow it, or if
   *     there is nothing to resume
   */
  void check(RunMode mode) {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new TrainException(
          TrainException.Kind.RUN_FOLDER, "--out " + root + " is a file, not a folder");
    }
    if (mode == RunMode.RESUME && !resumable()) {
      throw new TrainException(
          TrainException.Kind.RUN_FOLDER,
          "nothing to resume: " + lastCheckpoint() + " does not exist");
    }
    if (mode == RunMode.RESUME || !Files.isDirectory(root)) {
      return;
    }
    List<String> names = entries();
    if (mode == RunMode.NEW && !names.isEmpty()) {
      throw new TrainException(
          TrainException.Kind.RUN_FOLDER,
          "--out "
              + root
              + " is not empty: choose another folder, or add --resume to go on or --overwrite to"
              + " start anew");
    }
    if (mode == RunMode.OVERWRITE && !Files.exists(config())) {
      names.stream()
          .filter(name -> !OWNED.contains(name) && !AtomicFile.isTemporary(Path.of(name)))
          .findFirst()
          .ifPresent(name -> {
            throw new TrainException(
                TrainException.Kind.RUN_FOLDER,
                "--overwrite replaces runs only, and " + root + " is none: it holds " + name);
          });
    }
  }

  /**
   * Makes the folder ready to be written to, after {@link #check}.
   *
   * @throws TrainException if it cannot be written
   */
  void prepare(RunMode mode) {
    try {
      if (mode == RunMode.OVERWRITE && Files.isDirectory(root)) {
        removeOwned();
      }
      Files.createDirectories(checkpoints());
      removeTemporary(root);
      removeTemporary(checkpoints());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private List<String> entries() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private TrainException unwritable(IOException e) {
    return new TrainException(
        TrainException.Kind.WRITE, "cannot write to " + root + ": " + e.getMessage(), e);
  }

  private void removeOwned() throws IOException {
    for (String name : OWNED) {
      Path entry = root.resolve(name);
      if (Files.exists(entry)) {
        try (Stream<Path> tree = Files.walk(entry)) {
          tree.sorted(Comparator.reverseOrder()).forEach(RunPaths::delete);
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    }
  }

  /** What a killed process had not finished. */
  private static void removeTemporary(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(AtomicFile::isTemporary).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
