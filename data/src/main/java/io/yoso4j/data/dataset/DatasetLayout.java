package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the parts of a data set lie.
 *
 * @param train what is learned from
 * @param val what is measured on, if there is any
 */
public record DatasetLayout(SplitPaths train, Optional<SplitPaths> val) {

  private static final String ROBOFLOW = "_annotations.coco.json";

  /**
   * Finds the parts of a data set in a folder. These are recognised:
   *
   * <pre>
   * annotations/instances_train*.json, annotations/instances_val*.json   (or without annotations/)
   *     with images in images/, images/train/, train/, train2017/ … or the folder itself
   * train/_annotations.coco.json, valid/_annotations.coco.json           (images beside them)
   * </pre>
   *
   * Of several files, the one named exactly {@code instances_train.json} counts. The image folder
   * is the one that holds most of the first images named in the annotation file.
   *
   * @throws DataException saying what was looked for when nothing fits or several files do
   */
  public static DatasetLayout find(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + (Files.exists(folder) ? ": not a folder" : ": no such folder"));
    }
    SplitPaths train =
        find(folder, "train", "train")
            .orElseThrow(() ->
                new DataException(
                    folder
                        + ": no COCO data set found; looked for"
                        + " annotations/instances_train*.json, instances_train*.json and train/"
                        + ROBOFLOW));
    return new DatasetLayout(train, find(folder, "val", "val", "valid"));
  }

  /** A data set whose files are named one by one. */
  public static DatasetLayout of(Path trainAnnotations, Path trainImages) {
    return new DatasetLayout(
        new SplitPaths("train", trainAnnotations, trainImages), Optional.empty());
  }

  /** The same with a part to measure on. */
  public DatasetLayout withVal(Path valAnnotations, Path valImages) {
    return new DatasetLayout(train, Optional.of(new SplitPaths("val", valAnnotations, valImages)));
  }

  /** Reads all parts. */
  public DatasetSplits read(ReadOptions options) {
    return new DatasetSplits(train.read(options), val.map(split -> split.read(options)));
  }

  private static Optional<SplitPaths> find(Path folder, String name, String... folderNames) {
    for (Path place : List.of(folder.resolve("annotations"), folder)) {
      Optional<Path> file = annotationFile(place, "instances_" + name);
      if (file.isPresent()) {
        return Optional.of(
            new SplitPaths(name, file.get(), imageFolder(folder, file.get(), folderNames)));
      }
    }
    for (String folderName : folderNames) {
      Path file = folder.resolve(folderName).resolve(ROBOFLOW);
      if (Files.isRegularFile(file)) {
        return Optional.of(new SplitPaths(name, file, folder.resolve(folderName)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> annotationFile(Path place, String stem) {
    Path exact = place.resolve(stem + ".json");
    if (Files.isRegularFile(exact)) {
      return Optional.of(exact);
    }
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    List<Path> found;
    try (Stream<Path> entries = Files.list(place)) {
      found =
          entries
              .filter(
                  entry -> fileName(entry).startsWith(stem) && fileName(entry).endsWith(".json"))
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparing(DatasetLayout::fileName))
              .toList();
    } catch (IOException e) {
      throw new DataException(place + ": cannot be read: " + AtomicFile.reason(e), e);
    }
    if (found.size() > 1) {
      throw new DataException(
          "%s: several annotation files fit: %s; keep one of them or name it %s.json"
              .formatted(
                  place,
                  String.join(", ", found.stream().map(DatasetLayout::fileName).toList()),
                  stem));
    }
    return found.stream().findFirst();
  }

  private static Path imageFolder(Path folder, Path annotations, String... names) {
    String suffix =
        fileName(annotations).replaceFirst("^instances_", "").replaceFirst("\\.json$", "");
    List<Path> candidates = new ArrayList<>();
    Stream.concat(Stream.of(suffix), Stream.of(names))
        .distinct()
        .forEach(name -> {
          candidates.add(folder.resolve("images").resolve(name));
          candidates.add(folder.resolve(name));
        });
    candidates.add(folder.resolve("images"));
    candidates.add(folder);
    List<Path> images = FirstImages.of(annotations);
    Path best = null;
    long most = 0;
    for (Path candidate : candidates) {
      long present =
          images.stream().filter(image -> Files.isRegularFile(candidate.resolve(image))).count();
      if (present > most) {
        most = present;
        best = candidate;
      }
    }
    if (best != null) {
      return best;
    }
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

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }
}
