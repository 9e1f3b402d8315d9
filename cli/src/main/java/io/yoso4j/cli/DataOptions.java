package io.yoso4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where images and annotations are: a folder, or paths one by one. */
final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder in COCO format: images (in train/ val/, or images/) and annotations/instances_{train,val}.json.")
  private @Nullable Path data;

  @Option(
      names = "--train-images",
      paramLabel = "DIR",
      description = "Folder of the training images.")
  private @Nullable Path trainImages;

  @Option(
      names = "--train-annotations",
      paramLabel = "FILE",
      description = "COCO annotations of the training images.")
  private @Nullable Path trainAnnotations;

  @Option(
      names = "--val-images",
      paramLabel = "DIR",
      description = "Folder of the validation images.")
  private @Nullable Path valImages;

  @Option(
      names = "--val-annotations",
      paramLabel = "FILE",
      description = "COCO annotations of the validation images.")
  private @Nullable Path valAnnotations;

  /** The paths as given; each that is given must be there. */
  Workflows.DataPaths paths() {
    folder("--data", data);
    folder("--train-images", trainImages);
    file("--train-annotations", trainAnnotations);
    folder("--val-images", valImages);
    file("--val-annotations", valAnnotations);
    return new Workflows.DataPaths(data, trainImages, trainAnnotations, valImages, valAnnotations);
  }

  static void folder(String option, @Nullable Path path) {
    if (path != null && !Files.isDirectory(path)) {
      throw new CliException(
          ExitCode.NO_INPUT,
          "%s %s: %s"
              .formatted(option, path, Files.exists(path) ? "not a folder" : "no such folder"));
    }
  }

  static void file(String option, @Nullable Path path) {
    if (path != null && !Files.isRegularFile(path)) {
      throw new CliException(
          ExitCode.NO_INPUT,
          "%s %s: %s".formatted(option, path, Files.exists(path) ? "not a file" : "no such file"));
    }
  }
}
