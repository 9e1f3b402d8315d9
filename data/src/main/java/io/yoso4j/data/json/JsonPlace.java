package io.yoso4j.data.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Line and column of a byte: found by reading again, so that good files need not count. */
final class JsonPlace {
  private JsonPlace() {}

  static String of(Path file, long offset) {
    long line = 1;
    long lineStart = 0;
    long at = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      int count;
      while (at < offset && (count = in.read(buffer)) > 0) {
        for (int i = 0; i < count && at < offset; i++, at++) {
          if (buffer[i] == '\n') {
            line++;
            lineStart = at + 1;
          }
        }
      }
    } catch (IOException _) {
      return "byte " + offset;
    }
    return "line " + line + ", column " + (at - lineStart + 1);
  }
}
