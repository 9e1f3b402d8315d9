package io.yoso4j.cli;

import io.yoso4j.model.zoo.DownloadListener;
import io.yoso4j.model.zoo.PublishedWeights;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows a download as a line that redraws itself, or as plain lines where nobody watches. */
final class DownloadProgress implements DownloadListener {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 10_000_000_000L;
  private static final double MEBIBYTE = 1 << 20;

  private final PrintWriter err;
  private final Terminal terminal;
  private final LongSupplier clock;

  private boolean started;
  private boolean lineOpen;
  private long shownNanos;

  /**
   * @param clock nanoseconds from any origin
   */
  DownloadProgress(PrintWriter err, Terminal terminal, LongSupplier clock) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void onProgress(PublishedWeights weights, long bytes, long total) {
    long now = clock.getAsLong();
    if (!started) {
      started = true;
      shownNanos = now;
      err.println("downloading " + weights.url());
      err.flush();
    }
    boolean last = bytes == total;
    if (!last && now - shownNanos < (terminal.interactive() ? REDRAW_NANOS : PLAIN_NANOS)) {
      return;
    }
    shownNanos = now;
    String line =
        total > 0
            ? String.format(
                Locale.ROOT,
                "%.1f of %.1f MiB (%d%%)",
                bytes / MEBIBYTE,
                total / MEBIBYTE,
                bytes * 100 / total)
            : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    if (terminal.interactive()) {
      err.print("\r" + line + " ");
      lineOpen = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** Ends an open line, so that what follows starts on a line of its own. */
  void finish() {
    if (lineOpen) {
      err.println();
      err.flush();
      lineOpen = false;
    }
  }
}
