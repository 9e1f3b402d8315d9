package io.yoso4j.train.conformance;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds cases: folders that hold a {@code meta.json}. */
public final class CaseFolders {
  private static final int DEPTH = 2;

  private CaseFolders() {}

  /**
   * The folder itself if it is a case, else the cases in it and in its folders, sorted by path.
   *
   * @throws DataException if the folder cannot be read
   */
  public static List<Path> under(Path folder) {
    List<Path> found = new ArrayList<>();
    collect(folder, DEPTH, found);
    return List.copyOf(found);
  }

  private static void collect(Path folder, int depth, List<Path> found) {
    if (Files.exists(folder.resolve("meta.json"))) {
      found.add(folder);
      return;
    }
    if (depth == 0) {
      return;
    }
    try (Stream<Path> children = Files.list(folder)) {
      children
          .filter(Files::isDirectory)
          .sorted()
          .forEach(child -> collect(child, depth - 1, found));
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
