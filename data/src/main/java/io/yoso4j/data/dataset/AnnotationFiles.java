package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the annotation files of a data set that has one JSON file for each part, and the folders
 * that their images lie in.
 */
final class AnnotationFiles {

  /** Names of the parts, and what files and folders of them are called. */
  static final List<List<String>> PARTS =
      List.of(List.of("train", "training"), List.of("val", "valid", "validation"), List.of("test"));

  private final DatasetFormat format;
  private final JsonKind.Content content;
  private final String prefix;
  private final Map<Path, JsonKind.Content> kinds = new HashMap<>();

  /**
   * @param prefix what names of annotation files usually begin with, before the name of the part;
   *     such a file counts even if its content cannot be told
   */
  AnnotationFiles(DatasetFormat format, JsonKind.Content content, String prefix) {
    this.format = format;
    this.content = content;
    this.prefix = prefix;
  }

  List<SplitPaths> find(Path folder) {
    List<SplitPaths> found = new ArrayList<>();
    for (List<String> names : PARTS) {
      for (Path place : List.of(folder.resolve("annotations"), folder)) {
        Optional<Path> file = file(place, names);
        if (file.isPresent()) {
          found.add(split(folder, names, file.get()));
          break;
        }
      }
    }
    if (!found.isEmpty()) {
      return found;
    }
    List<Path> others =
        JsonKind.filesIn(folder).stream()
            .filter(kind -> kind.content() == content)
            .map(JsonKind::file)
            .toList();
    if (others.size() > 1) {
      throw severalFit(folder, others, prefix + "train");
    }
    return others.stream().map(file -> split(folder, PARTS.getFirst(), file)).toList();
  }

  private Optional<Path> file(Path place, List<String> names) {
    String stem = prefix + names.getFirst();
    Path exact = place.resolve(stem + ".json");
    if (mayBe(exact, true)) {
      return Optional.of(exact);
    }
    List<Path> begin =
        Folder.entries(place).stream()
            .filter(entry ->
                Folder.name(entry).startsWith(stem)
                    && Folder.name(entry).endsWith(".json")
                    && mayBe(entry, true))
            .toList();
    if (begin.size() > 1) {
      throw severalFit(place, begin, stem);
    }
    if (!begin.isEmpty()) {
      return Optional.of(begin.getFirst());
    }
    return names.stream()
        .map(name -> place.resolve(name + ".json"))
        .filter(file -> mayBe(file, false))
        .findFirst();
  }

  private boolean mayBe(Path file, boolean nameSaysSo) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    JsonKind.Content kind = kinds.computeIfAbsent(file, f -> JsonKind.of(f).content());
    return kind == content || (nameSaysSo && kind == JsonKind.Content.OTHER);
  }

  private static DataException severalFit(Path place, List<Path> files, String stem) {
    return new DataException(
        "%s: several annotation files fit: %s; keep one of them or name it %s.json"
            .formatted(place, String.join(", ", files.stream().map(Folder::name).toList()), stem));
  }

  private SplitPaths split(Path folder, List<String> names, Path file) {
    return new SplitPaths(names.getFirst(), format, file, imageFolder(folder, file, names));
  }

  /**
   * The folder that the images which the annotation file names first lie in: one named like the
   * part if it has any of them, else the one with most of them. Folders of other parts do not
   * count, since parts often use the same file names.
   */
  private Path imageFolder(Path folder, Path annotations, List<String> names) {
    String stem = Folder.stem(annotations);
    String suffix = stem.startsWith(prefix) ? stem.substring(prefix.length()) : stem;
    List<Path> own = new ArrayList<>();
    Stream.concat(Stream.of(suffix), names.stream())
        .distinct()
        .forEach(name -> {
          own.add(folder.resolve("images").resolve(name));
          own.add(folder.resolve(name));
        });
    List<Path> others = new ArrayList<>(List.of(folder.resolve("images"), folder));
    Folder.folders(folder).stream()
        .filter(f -> !own.contains(f) && !others.contains(f) && !belongsToOther(f, names))
        .forEach(others::add);
    List<Path> images = FirstImages.of(annotations);
    Optional<Path> best = withMost(images, own).or(() -> withMost(images, others));
    if (best.isPresent()) {
      return best.get();
    }
    List<Path> candidates = Stream.concat(own.stream(), others.stream()).toList();
    if (images.isEmpty()) {
      return candidates.stream().filter(Files::isDirectory).findFirst().orElse(folder);
    }
    throw new DataException(
        "%s: image %s, named in %s, was found in none of %s"
            .formatted(
                folder,
                images.getFirst(),
                folder.relativize(annotations),
                candidates.stream()
                    .map(candidate ->
                        folder.equals(candidate) ? "." : folder.relativize(candidate).toString())
                    .toList()));
  }

  private static Optional<Path> withMost(List<Path> images, List<Path> folders) {
    Path best = null;
    long most = 0;
    for (Path folder : folders) {
      long present =
          images.stream().filter(image -> Files.isRegularFile(folder.resolve(image))).count();
      if (present > most) {
        most = present;
        best = folder;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether a folder is named like a part, followed by nothing or no letter, but not like this. */
  private static boolean belongsToOther(Path folder, List<String> names) {
    String word = Folder.name(folder).toLowerCase(Locale.ROOT).split("[^a-z]", 2)[0];
    return PARTS.stream().anyMatch(part -> part.contains(word)) && !names.contains(word);
  }
}
