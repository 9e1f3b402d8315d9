package io.yoso4j.fuzz;

import com.sun.management.ThreadMXBean;
import io.yoso4j.data.DataException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every parser promises for any bytes: it reads them, or throws a {@link DataException} of one
 * line, and allocates no more than {@code mebibytes} plus {@value #BYTES_PER_INPUT_BYTE} bytes per
 * byte of input, all objects of all threads counted, freed or not.
 */
final class Promise {
  private static final int BYTES_PER_INPUT_BYTE = 1024;

  /** Loading and instrumenting classes counts too, but happens only the first times. */
  private static final int ATTEMPTS = 4;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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
      long before = THREADS.getTotalThreadAllocatedBytes();
      T result = parse(parser);
      least = Math.min(least, THREADS.getTotalThreadAllocatedBytes() - before);
      if (least <= limit) {
        return result;
      }
    }
    throw new AssertionError(
        "%d bytes of input made the parser allocate %d bytes; its limit is %d"
            .formatted(input.length, least, limit));
  }

  /** Checks the promise for a parser of files; the file's name is one within {@link Scratch}. */
  static <T> @Nullable T isKept(
      byte[] input, int mebibytes, String fileName, Function<Path, T> parser) {
    Path file = Scratch.file(fileName, input);
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
}
