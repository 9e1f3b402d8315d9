package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.train.config.DataSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image and the data set that describes it.
 *
 * @param file the image
 * @param record what the data set says of it
 * @param part name of the part of the data set that has it; null where there is only one
 */
record ImageInData(Path file, ImageRecord record, CocoDataset data, @Nullable String part) {

  /**
   * Looks for the image in the annotations that are named, or in the run's own data, validation
   * images first. What describes the very file that is named comes before all that only has the
   * same name.
   *
   * @throws CliException when it is not there, or may be several images
   * @throws io.yoso4j.data.DataException when annotations cannot be read
   */
  static ImageInData find(ExplainTask task, DataSettings own) {
    Path image = Path.of(task.image());
    boolean file = Files.isRegularFile(image);
    List<SplitPaths> parts = parts(task, own, image);
    Map<String, CocoDataset> looked = new LinkedHashMap<>();
    for (SplitPaths part : parts) {
      CocoDataset data = part.read(ReadOptions.STRICT).data();
      looked.put(part.name(), data);
      for (ImageRecord record : file ? data.images() : List.<ImageRecord>of()) {
        if (same(record.path(), image)) {
          return new ImageInData(image, record, data, parts.size() == 1 ? null : part.name());
        }
      }
    }
    List<ImageInData> named = named(image, looked);
    if (named.isEmpty()) {
      throw absent(task, looked.values());
    }
    ImageInData first = named.getFirst();
    if (named.stream().anyMatch(other -> !same(other.record.path(), first.record.path()))) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "--image %s: may be %s"
              .formatted(
                  image,
                  named.stream()
                      .map(each -> "%s (%s)".formatted(each.record.path(), each.part))
                      .collect(Collectors.joining(" or "))),
          file ? "--annotations FILE names what describes it." : "Name it with its folder.");
    }
    return new ImageInData(file(image, first.record), first.record, first.data, first.part);
  }

  /** By name, at most one image of each part; where paths of some end as what is named, those. */
  private static List<ImageInData> named(Path image, Map<String, CocoDataset> looked) {
    List<ImageInData> named = new ArrayList<>();
    looked.forEach((part, data) -> {
      ImageRecord record = new ImageNames(data.source(), data.images()).find(image);
      if (record != null) {
        named.add(new ImageInData(record.path(), record, data, looked.size() == 1 ? null : part));
      }
    });
    List<ImageInData> ending =
        named.stream()
            .filter(each -> each.record.path().normalize().endsWith(image.normalize()))
            .toList();
    return ending.isEmpty() ? named : ending;
  }

  private static boolean same(Path one, Path other) {
    try {
      return one.equals(other) || Files.isSameFile(one, other);
    } catch (IOException _) {
      return false;
    }
  }

  private static CliException absent(ExplainTask task, Collection<CocoDataset> looked) {
    Path image = Path.of(task.image());
    String where =
        looked.stream()
            .map(data -> "%s (%d images)".formatted(data.source(), data.images().size()))
            .collect(Collectors.joining(" or "));
    return Files.isRegularFile(image)
        ? new CliException(
            ExitCode.DATA_ERROR,
            "--image %s: not in %s".formatted(image, where),
            task.annotations() == null ? "--annotations PATH names what describes it." : null)
        : new CliException(
            ExitCode.NO_INPUT,
            "--image %s: no such file, and no image of that name in %s".formatted(image, where));
  }

  /** What speaks against the objects being those of the image, in words; null for nothing. */
  @Nullable String doubt() {
    try {
      return Files.isRegularFile(record.path()) && Files.mismatch(file, record.path()) >= 0
          ? "%s: is not the image that %s describes, %s; objects are those of that one"
              .formatted(file, data.source(), record.path())
          : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
