package io.yoso4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder for the files that parsers read; gone when the virtual machine ends. */
final class Scratch {
  private static final Path FOLDER = create();

  private Scratch() {}

  /** Writes a file, replacing it; the folders on its way are made. */
  static Path file(String name, byte[] content) {
    try {
      Path file = FOLDER.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static Path create() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
