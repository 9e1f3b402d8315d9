package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a folder is no data set, or which of several formats must be chosen. */
final class DetectionError {

  private static final int SHOWN = 12;

  private DetectionError() {}

  static DataException nothing(Path folder) {
    String lookedFor =
        Arrays.stream(DatasetFormat.values())
            .map(format -> format.key() + ": " + format.files())
            .collect(Collectors.joining("; "));
    return new DataException(
        "%s: no data set found; looked for %s; found %s"
            .formatted(folder, lookedFor, contents(folder)));
  }

  static DataException missing(Path folder, DatasetFormat format) {
    return new DataException(
        "%s: no data set in format %s found; looked for %s; found %s"
            .formatted(folder, format.key(), format.files(), contents(folder)));
  }

  static DataException several(Path folder, Map<DatasetFormat, List<SplitPaths>> found) {
    String candidates =
        found.entrySet().stream()
            .map(entry ->
                "%s (%s)".formatted(entry.getKey().key(), evidence(folder, entry.getValue())))
            .collect(Collectors.joining(" and "));
    return new DataException(
        "%s: several formats fit: %s; choose one with --format %s (or data.format)"
            .formatted(folder, candidates, found.keySet().iterator().next().key()));
  }

  private static String evidence(Path folder, List<SplitPaths> splits) {
    SplitPaths first = splits.getFirst();
    Path shown = first.annotations().equals(folder) ? first.images() : first.annotations();
    return shown.equals(folder) ? "in the folder itself" : folder.relativize(shown).toString();
  }

  /** The first entries of the folder, and what is wrong with JSON files that cannot be read. */
  private static String contents(Path folder) {
    List<Path> entries = Folder.entries(folder);
    if (entries.isEmpty()) {
      return "an empty folder";
    }
    String names =
        entries.stream()
            .limit(SHOWN)
            .map(entry -> Folder.name(entry) + (Files.isDirectory(entry) ? "/" : ""))
            .collect(Collectors.joining(", "));
    String more = entries.size() > SHOWN ? ", … (%d entries)".formatted(entries.size()) : "";
    return names + more + brokenJson(folder);
  }

  private static String brokenJson(Path folder) {
    return JsonKind.filesIn(folder).stream()
        .map(JsonKind::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .map(problem -> "; " + problem)
        .orElse("");
  }
}
