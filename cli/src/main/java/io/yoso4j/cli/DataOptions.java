package io.yoso4j.cli;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.DatasetFormat;
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
          "Folder of a data set: COCO, Roboflow, COCO panoptic, detectron2, LabelMe, YOLO or masks (docs/formats.md).")
  private @Nullable Path data;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Format of the data set, where several fit; found out if not given.")
  private @Nullable String format;

  @Option(
      names = "--train-images",
      paramLabel = "DIR",
      description = "Folder of the training images.")
  private @Nullable Path trainImages;

  @Option(
      names = "--train-annotations",
      paramLabel = "PATH",
      description = "Annotations of the training images: a file, or a folder of them.")
  private @Nullable Path trainAnnotations;

  @Option(
      names = "--val-images",
      paramLabel = "DIR",
      description = "Folder of the validation images.")
  private @Nullable Path valImages;

  @Option(
      names = "--val-annotations",
      paramLabel = "PATH",
      description = "Annotations of the validation images: a file, or a folder of them.")
  private @Nullable Path valAnnotations;

  /** The paths as given; each that is given must be there. */
  Workflows.DataPaths paths() {
    folder("--data", data);
    fileOrFolder("--train-images", trainImages);
    fileOrFolder("--train-annotations", trainAnnotations);
    fileOrFolder("--val-images", valImages);
    fileOrFolder("--val-annotations", valAnnotations);
    return new Workflows.DataPaths(
        data,
        format == null ? null : format(format),
        trainImages,
        trainAnnotations,
        valImages,
        valAnnotations);
  }

  /** The value of {@code --format}. */
  static DatasetFormat format(String name) {
    try {
      return DatasetFormat.ofKey(name);
    } catch (DataException e) {
      throw new CliException(ExitCode.USAGE, "--format: " + e.getMessage());
    }
  }

  private static void fileOrFolder(String option, @Nullable Path path) {
    if (path != null && !Files.exists(path)) {
      throw new CliException(
          ExitCode.NO_INPUT, "%s %s: no such file or folder".formatted(option, path));
    }
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
