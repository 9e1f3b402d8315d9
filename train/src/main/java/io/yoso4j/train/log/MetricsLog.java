package io.yoso4j.train.log;

import io.yoso4j.data.AtomicFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run's {@code metrics.jsonl}: one JSON object per line, appended as the run goes. An entry is
 * handed to the operating system before {@link #write} returns.
 */
public final class MetricsLog implements MetricsSink {
  private final Failsafe failsafe;
  private @Nullable OutputStream out;

  private MetricsLog(Path file, Consumer<String> onFailure) {
    this.failsafe = new Failsafe(file, onFailure);
  }

  /**
   * Starts a log; what the file held is lost.
   *
   * @param file in a folder that exists
   * @param onFailure gets one line, at most once
   */
  public static MetricsLog create(Path file, Consumer<String> onFailure) {
    MetricsLog log = new MetricsLog(file, onFailure);
    log.failsafe.run(() -> log.out = Files.newOutputStream(file));
    return log;
  }

  /**
   * Goes on with a log. Entries after the step resumed from are removed, since the run makes them
   * again, and so is a last line that was cut off.
   *
   * @param file the log; started anew when missing
   * @param step number of steps made in the state resumed from
   * @param onFailure gets one line, at most once
   */
  public static MetricsLog resume(Path file, long step, Consumer<String> onFailure) {
    MetricsLog log = new MetricsLog(file, onFailure);
    log.failsafe.run(() -> {
      if (Files.exists(file)) {
        keepUpTo(file, step);
      }
      log.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    });
    return log;
  }

  @Override
  public void write(Metrics entry) {
    failsafe.run(() -> {
      if (out != null) {
        // One write call per line, so that a crash can only cut the last one.
        out.write(MetricsJson.line(entry).getBytes(StandardCharsets.UTF_8));
      }
    });
  }

  @Override
  public boolean failed() {
    return failsafe.failed();
  }

  @Override
  public void close() {
    OutputStream open = out;
    out = null;
    if (open != null) {
      failsafe.run(open::close);
    }
  }

  private static void keepUpTo(Path file, long step) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      AtomicFile.write(
          file,
          out -> {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              long written = MetricsJson.step(line);
              if (written >= 0 && written <= step) {
                out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
              }
            }
          });
    }
  }
}
