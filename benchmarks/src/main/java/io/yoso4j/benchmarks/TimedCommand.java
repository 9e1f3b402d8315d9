package io.yoso4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a command took from its start to its end.
 *
 * @param nanos wall clock
 * @param peakBytes largest resident size seen, sampled every few milliseconds; 0 where {@code
 *     /proc} is not there
 * @param output what it printed
 */
record TimedCommand(long nanos, long peakBytes, String output) {
  private static final int MILLIS_BETWEEN_LOOKS = 3;

  /**
   * Runs a command.
   *
   * @throws IllegalStateException if it fails
   */
  static TimedCommand run(List<String> command) {
    try {
      Path output = Files.createTempFile("yoso4j-bench", ".txt");
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Path status = Path.of("/proc/" + process.pid() + "/status");
      long peak = 0;
      while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peak(status));
      }
      long nanos = System.nanoTime() - start;
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " ended with exit code " + process.exitValue());
      }
      String text = Files.readString(output);
      Files.delete(output);
      return new TimedCommand(nanos, peak, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static long peak(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
