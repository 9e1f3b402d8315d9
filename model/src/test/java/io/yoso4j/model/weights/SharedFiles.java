package io.yoso4j.model.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the folder of real and reference files that lies beside a checkout. */
public final class SharedFiles {
  private SharedFiles() {}

  /** The path of a shared file; the calling test is skipped when it is absent. */
  public static Path require(String relative) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path shared = at.resolve("shared");
      if (Files.isDirectory(shared.resolve("golden"))) {
        Path file = shared.resolve(relative);
        Assumptions.assumeTrue(Files.exists(file), () -> "no " + file);
        return file;
      }
    }
    return Assumptions.abort("no folder shared/golden above the working directory");
  }
}
