package io.yoso4j.data.mask;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the reference files beside the checkout; tests without them are skipped. */
final class SharedFiles {
  private SharedFiles() {}

  static JsonNode json(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared").resolve(name);
      if (Files.isRegularFile(file)) {
        return JsonMapper.shared().readTree(file.toFile());
      }
    }
    Assumptions.abort("no shared/" + name + " in any parent of the working directory");
    throw new AssertionError();
  }
}
