package io.yoso4j.fuzz;

import com.sun.management.ThreadMXBean;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every parser promises for any bytes: it reads them, or throws a {@link DataException} of one
 * line, and allocates no more than {@code mebibytes} plus {@value #BYTES_PER_INPUT_BYTE} bytes per
 * byte of input, all objects counted, freed or not.
 */
final class Promise {
  private static final int BYTES_PER_INPUT_BYTE = 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Path FOLDER = createFolder();

  private Promise() {}

  /** Reads a file of some bytes; the folder around it has nothing else in it. */
  interface FileParser {
    void read(Path file);
  }

  /** Checks the promise for a parser of bytes in memory. */
  static void isKept(byte[] input, int mebibytes, Runnable parser) {
    long limit = ((long) mebibytes << 20) + (long) BYTES_PER_INPUT_BYTE * input.length;
    long allocated = allocatedBy(parser);
    // Loading and instrumenting classes counts too, but happens only once.
    for (int i = 0; i < 3 && allocated > limit; i++) {
      allocated = Math.min(allocated, allocatedBy(parser));
    }
    if (allocated > limit) {
      throw new AssertionError(
          "%d bytes of input made the parser allocate %d bytes; its limit is %d"
              .formatted(input.length, allocated, limit));
    }
  }

  private static long allocatedBy(Runnable parser) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      parser.run();
    } catch (DataException refused) {
      String message = String.valueOf(refused.getMessage());
      if (message.isBlank() || message.lines().count() != 1) {
        throw new AssertionError("message is not one line: " + message, refused);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** Checks the promise for a parser of files. */
  static void isKept(byte[] input, int mebibytes, String fileName, FileParser parser) {
    Path file = FOLDER.resolve(fileName);
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    isKept(input, mebibytes, () -> parser.read(file));
  }

  private static Path createFolder() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
