package io.yoso4j.criterion.matching;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The reference values shared by all modules' tests. */
public final class Golden {
  private Golden() {}

  /** The folder, found by walking up from the working directory; empty on a machine without it. */
  public static Optional<Path> folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/golden");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
