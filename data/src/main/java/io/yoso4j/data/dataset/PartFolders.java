package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds the parts of a data set that has folders, not annotation files, for its parts. */
final class PartFolders {

  private PartFolders() {}

  /**
   * Folders {@code train}, {@code val} and {@code test} (or {@code images/train} …) that hold data;
   * else {@code images/} or the folder itself, as the part {@code train}.
   *
   * @param holds whether a folder of images holds data of the format
   */
  static List<SplitPaths> find(Path folder, DatasetFormat format, Predicate<Path> holds) {
    List<SplitPaths> found = new ArrayList<>();
    for (List<String> names : AnnotationFiles.PARTS) {
      candidates(folder, names).stream()
          .filter(holds)
          .findFirst()
          .ifPresent(images -> found.add(new SplitPaths(names.getFirst(), format, folder, images)));
    }
    if (!found.isEmpty()) {
      return found;
    }
    for (Path images : List.of(folder.resolve("images"), folder)) {
      if (holds.test(images)) {
        return List.of(new SplitPaths("train", format, folder, images));
      }
    }
    return List.of();
  }

  private static List<Path> candidates(Path folder, List<String> names) {
    List<Path> candidates = new ArrayList<>();
    for (String name : names) {
      candidates.add(folder.resolve(name).resolve("images"));
      candidates.add(folder.resolve("images").resolve(name));
      candidates.add(folder.resolve(name));
    }
    return candidates;
  }
}
