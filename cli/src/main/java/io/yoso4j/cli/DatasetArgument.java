package io.yoso4j.cli;

import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.dataset.DatasetSplits;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The data set that a {@code data} command looks at. */
final class DatasetArgument {

  @Parameters(
      paramLabel = "DIR",
      index = "0",
      description = "Folder of the data set, or one annotation file.")
  private Path source;

  @Option(
      names = "--images",
      paramLabel = "IMAGES",
      description = "With an annotation file: the folder of its images (default: the file's own).")
  private @Nullable Path images;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Format of the folder (docs/formats.md); found out if not given.")
  private @Nullable String format;

  @SuppressWarnings("NullAway.Init") // picocli fills the parameter in before the command runs
  DatasetArgument() {}

  Path source() {
    return source;
  }

  /** What pages call the data set. */
  String name() {
    Path name = source.toAbsolutePath().normalize().getFileName();
    return name == null ? "data set" : name.toString();
  }

  /** The parts of the data set, the one to train on first. */
  List<SplitPaths> parts() {
    if (Files.isRegularFile(source)) {
      DataOptions.folder("--images", images);
      Path folder = images == null ? source.toAbsolutePath().getParent() : images;
      return List.of(SplitPaths.of(partName(source), source, folder == null ? source : folder));
    }
    if (images != null) {
      throw new CliException(
          ExitCode.USAGE, "--images needs an annotation file as DIR, got " + source);
    }
    if (!Files.isDirectory(source)) {
      throw new CliException(ExitCode.NO_INPUT, source + ": no such file or folder");
    }
    return layout().splits();
  }

  /** What a file that is named alone is a part to: what its name says, else to train on. */
  private static String partName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Stream.of("val", "test")
        .filter(part -> name.matches("(.*[^a-z])?" + part + "([^a-z].*|id.*)"))
        .findFirst()
        .orElse("train");
  }

  /** The command that trains on this data set. */
  String trainCommand(String preset) {
    return trainCommand(preset, null);
  }

  /** The same with a configuration over the preset. */
  String trainCommand(String preset, @Nullable Path config) {
    List<String> words = new ArrayList<>(List.of("./yoso4j", "train"));
    if (Files.isRegularFile(source)) {
      words.addAll(
          List.of(
              "--train-annotations",
              source.toString(),
              "--train-images",
              parts().getFirst().images().toString()));
    } else {
      words.addAll(List.of("--data", source.toString()));
      if (format != null) {
        words.addAll(List.of("--format", format));
      }
    }
    words.addAll(List.of("--preset", preset));
    if (config != null) {
      words.addAll(List.of("--config", config.toString()));
    }
    words.addAll(List.of("--out", "RUN"));
    return words.stream().map(CommandLines::quoted).collect(Collectors.joining(" "));
  }

  private DatasetLayout layout() {
    return format == null
        ? DatasetLayout.find(source)
        : DatasetLayout.find(source, DataOptions.format(format));
  }

  /** Reads the annotations of all parts, which must be good and have the same categories. */
  static List<DatasetSplit> readAnnotations(List<SplitPaths> parts) {
    List<DatasetSplit> splits = parts.stream().map(part -> part.read(ReadOptions.STRICT)).toList();
    for (DatasetSplit split : splits) {
      DatasetSplits.requireSame(splits.getFirst().data(), split.data());
    }
    return splits;
  }

  /** The same with all image files there. */
  static List<DatasetSplit> read(List<SplitPaths> parts) {
    List<DatasetSplit> splits = readAnnotations(parts);
    splits.forEach(split -> split.data().verifyImages());
    return splits;
  }
}
