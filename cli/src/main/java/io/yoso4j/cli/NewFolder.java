package io.yoso4j.cli;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.DataException;
import java.nio.file.Path;

/** Output folders that must be new or empty. */
final class NewFolder {

  private NewFolder() {}

  /**
   * @param option what the user typed before the path
   * @throws CliException when something is there
   */
  static Path require(String option, Path folder) {
    try {
      AtomicFolder.requireFree(folder);
    } catch (DataException e) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          "%s %s: is there and not an empty folder".formatted(option, folder));
    }
    return folder;
  }

  /** Checks further that the folder does not lie in the data set, which is only read. */
  static Path requireOutside(String option, Path folder, Path source) {
    require(option, folder);
    if (folder.toAbsolutePath().normalize().startsWith(source.toAbsolutePath().normalize())) {
      throw new CliException(
          ExitCode.USAGE,
          "%s %s: lies in the data set %s, which is only read".formatted(option, folder, source));
    }
    return folder;
  }
}
