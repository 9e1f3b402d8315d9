package io.yoso4j.fuzz;

import com.sun.management.ThreadMXBean;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every parser promises for any bytes: it reads them, or throws a {@link DataException} of one
 * line, and allocates no more than {@code mebibytes} plus {@value #BYTES_PER_INPUT_BYTE} bytes per
 * byte of input, all objects counted, freed or not.
 */
final class Promise {
  private static final int BYTES_PER_INPUT_BYTE = 1024;

  /** Loading and instrumenting classes counts too, but happens only the first times. */
  private static final int ATTEMPTS = 4;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Path FOLDER = createFolder();

  private Promise() {}

  /**
   * Checks the promise for a parser of bytes in memory.
   *
   * @return what it made of them, null if it refused them; what is done with it is not counted
   */
  static <T> @Nullable T isKept(byte[] input, int mebibytes, Supplier<T> parser) {
    long limit = ((long) mebibytes << 20) + (long) BYTES_PER_INPUT_BYTE * input.length;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      T result = parse(parser);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      if (least <= limit) {
        return result;
      }
    }
    throw new AssertionError(
        "%d bytes of input made the parser allocate %d bytes; its limit is %d"
            .formatted(input.length, least, limit));
  }

  /** Checks the promise for a parser of files; the folder around the file holds nothing else. */
  static <T> @Nullable T isKept(
      byte[] input, int mebibytes, String fileName, Function<Path, T> parser) {
    Path file = FOLDER.resolve(fileName);
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return isKept(input, mebibytes, () -> parser.apply(file));
  }

  private static <T> @Nullable T parse(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (DataException refused) {
      String message = String.valueOf(refused.getMessage());
      if (message.isBlank() || message.lines().count() != 1) {
        throw new AssertionError("message is not one line: " + message, refused);
      }
      return null;
    }
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
