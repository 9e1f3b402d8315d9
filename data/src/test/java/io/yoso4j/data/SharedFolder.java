package io.yoso4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where real data sets lie on a machine that has them. */
public final class SharedFolder {

  private SharedFolder() {}

  /** A file or folder in there; skips the test when there is none. */
  public static Path require(String relative) {
    Path at = Path.of("").toAbsolutePath();
    for (Path parent = at; parent != null; parent = parent.getParent()) {
      Path shared = parent.resolve("shared");
      if (Files.isDirectory(shared.resolve("golden"))) {
        Path found = shared.resolve(relative);
        Assumptions.assumeTrue(Files.exists(found), () -> "no " + found);
        return found;
      }
    }
    return Assumptions.abort("no folder shared/golden above " + at);
  }
}
