package io.yoso4j.cli;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Output that must not hit anything that is there, least of all the data set it is made from. */
final class NewFolder {

  private NewFolder() {}

  /**
   * Checks that a folder is new or empty.
   *
   * @param option what the user typed before the path
   * @throws CliException when something is there
   */
  static void require(String option, Path folder) {
    try {
      AtomicFolder.requireFree(folder);
    } catch (DataException e) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          "%s %s: is there and not an empty folder".formatted(option, folder));
    }
  }

  /** Checks further that the folder does not lie in the data set, which is only read. */
  static void requireOutside(String option, Path folder, Path source) {
    require(option, folder);
    outside(option, folder, source);
  }

  /** The same for a file, which may replace an older one. */
  static void requireFileOutside(String option, Path file, Path source) {
    if (Files.isDirectory(file)) {
      throw new CliException(ExitCode.CANT_CREATE, "%s %s: is a folder".formatted(option, file));
    }
    outside(option, file, source);
  }

  /** Checks that none of some files lies in the folder, whose files may be replaced. */
  static void requireWithout(String option, Path folder, List<Path> files) {
    Path inside = real(folder);
    for (Path file : files) {
      if (real(file).startsWith(inside)) {
        throw new CliException(
            ExitCode.USAGE,
            "%s %s: holds %s, which is to be read; choose another folder"
                .formatted(option, folder, file));
      }
    }
  }

  private static void outside(String option, Path path, Path source) {
    if (within(path, source)) {
      throw new CliException(
          ExitCode.USAGE,
          Files.isDirectory(source)
              ? "%s %s: lies in the data set %s, which is only read".formatted(option, path, source)
              : "%s %s: would replace the data set".formatted(option, path));
    }
  }

  /** Whether the path is the other one or lies in it, links followed. */
  static boolean within(Path path, Path folder) {
    return real(path).startsWith(real(folder));
  }

  /** The path without links, as far as it is there. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path known = absolute; known != null; known = known.getParent()) {
      if (Files.exists(known)) {
        try {
          return known.toRealPath().resolve(known.relativize(absolute));
        } catch (IOException _) {
          return absolute;
        }
      }
    }
    return absolute;
  }
}
