package io.yoso4j.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the reference files beside the checkout; tests without them are skipped. */
final class SharedFiles {
  private SharedFiles() {}

  static JsonNode json(String name) {
    return JsonMapper.shared().readTree(find(name).toFile());
  }

  /** The values of a little-endian float64 array in C order, after a check of its shape. */
  static double[] npy(String name, String shape) {
    try {
      byte[] bytes = Files.readAllBytes(find(name));
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = buffer.getShort(8);
      String header = new String(bytes, 10, headerLength, StandardCharsets.ISO_8859_1);
      if (!header.contains("'<f8'")
          || !header.contains("False")
          || !header.contains("(" + shape + ")")) {
        throw new IllegalStateException(
            name + " is not C-order float64 of " + shape + ": " + header);
      }
      buffer.position(10 + headerLength);
      double[] values = new double[buffer.remaining() / Double.BYTES];
      buffer.asDoubleBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path find(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared").resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    Assumptions.abort("no shared/" + name + " in any parent of the working directory");
    throw new AssertionError();
  }
}
