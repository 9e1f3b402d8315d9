package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.train.config.DataSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An image and the data set that describes it.
 *
 * @param file the image
 * @param record what the data set says of it
 */
record ImageInData(Path file, ImageRecord record, CocoDataset data) {

  /**
   * Looks for the image in the annotations that are named, or in the run's own data, validation
   * images first.
   *
   * @throws CliException when it is not there, or may be several images
   * @throws io.yoso4j.data.DataException when annotations cannot be read
   */
  static ImageInData find(ExplainTask task, DataSettings own) {
    Path image = Path.of(task.image());
    List<CocoDataset> looked = new ArrayList<>();
    for (SplitPaths part : parts(task, own, image)) {
      CocoDataset data = part.read(ReadOptions.STRICT).data();
      looked.add(data);
      ImageRecord record = new ImageNames(data.source(), data.images()).find(image);
      if (record != null) {
        return new ImageInData(file(image, record), record, data);
      }
    }
    String where =
        looked.stream()
            .map(data -> "%s (%d images)".formatted(data.source(), data.images().size()))
            .collect(Collectors.joining(" or "));
    throw Files.isRegularFile(image)
        ? new CliException(
            ExitCode.DATA_ERROR,
            "--image %s: not in %s".formatted(image, where),
            task.annotations() == null ? "--annotations PATH names what describes it." : null)
        : new CliException(
            ExitCode.NO_INPUT,
            "--image %s: no such file, and no image of that name in %s".formatted(image, where));
  }

  private static List<SplitPaths> parts(ExplainTask task, DataSettings own, Path image) {
    Path annotations = task.annotations();
    if (annotations == null) {
      List<SplitPaths> parts = Stream.of(own.val(), own.train()).filter(Objects::nonNull).toList();
      if (parts.isEmpty()) {
        throw new CliException(
            ExitCode.USAGE,
            "--annotations is needed: %s names no data"
                .formatted(task.run().resolve("config.yaml")));
      }
      return parts;
    }
    if (Files.isDirectory(annotations)) {
      DatasetLayout layout =
          task.format() == null
              ? DatasetLayout.find(annotations)
              : DatasetLayout.find(annotations, task.format());
      return layout.splits();
    }
    Path folder = image.toAbsolutePath().getParent();
    return List.of(
        SplitPaths.of(
            "annotations", task.format(), annotations, folder == null ? annotations : folder));
  }

  /** The file that was named, or that the data set has under that name. */
  private static Path file(Path image, ImageRecord record) {
    if (Files.isRegularFile(image)) {
      return image;
    }
    if (Files.isRegularFile(record.path())) {
      return record.path();
    }
    throw new CliException(
        ExitCode.NO_INPUT,
        "--image %s: no such file, and neither is %s".formatted(image, record.path()));
  }
}
