package io.yoso4j.cli;

import io.yoso4j.model.zoo.DownloadListener;
import io.yoso4j.model.zoo.PublishedWeights;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows a download as a line that redraws itself, or as plain lines where nobody watches. */
final class DownloadProgress implements DownloadListener {
  private static final double MEBIBYTE = 1 << 20;

  private final StatusLine line;
  private final LongSupplier clock;

  private boolean started;
  private long shownNanos;

  /**
   * @param clock nanoseconds from any origin
   */
  DownloadProgress(PrintWriter err, Terminal terminal, LongSupplier clock) {
    line = new StatusLine(err, terminal);
    this.clock = clock;
  }

  @Override
  public void onProgress(PublishedWeights weights, long bytes, long total) {
    long now = clock.getAsLong();
    if (!started) {
      started = true;
      shownNanos = now;
      line.println("downloading " + weights.url());
    }
    boolean last = bytes == total;
    if (!last && !line.isDue(now - shownNanos)) {
      return;
    }
    shownNanos = now;
    line.show(
        total > 0
            ? String.format(
                Locale.ROOT,
                "%.1f of %.1f MiB (%d%%)",
                bytes / MEBIBYTE,
                total / MEBIBYTE,
                bytes * 100 / total)
            : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE));
  }

  /** Ends an open line, so that what follows starts on a line of its own. */
  void finish() {
    line.finish();
  }
}
