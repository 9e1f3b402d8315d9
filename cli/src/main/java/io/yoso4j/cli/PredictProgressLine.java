package io.yoso4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Shows a prediction's progress: a line that redraws itself, or a plain line now and then. */
final class PredictProgressLine implements PredictProgress {

  private final StatusLine line;
  private final BooleanSupplier stop;
  private final LongSupplier clock;
  private final long started;
  private long shown;

  /**
   * @param clock nanoseconds from any origin
   */
  PredictProgressLine(
      PrintWriter err, Terminal terminal, BooleanSupplier stop, LongSupplier clock) {
    line = new StatusLine(err, terminal);
    this.stop = stop;
    this.clock = clock;
    started = clock.getAsLong();
    shown = started;
  }

  @Override
  public void note(String text) {
    line.println("note: " + text);
  }

  @Override
  public void unreadable(String text) {
    line.println("yoso4j: warning: " + text);
  }

  @Override
  public void advanced(int done, int total, long instances) {
    long now = clock.getAsLong();
    if (!line.isDue(now - shown)) {
      return;
    }
    shown = now;
    double seconds = (now - started) / 1e9;
    line.show(
        String.format(
            Locale.ROOT,
            "%d/%d images  %d objects  %.1f images/s%s",
            done,
            total,
            instances,
            done / seconds,
            done < total ? "  " + Durations.words(seconds / done * (total - done)) + " left" : ""));
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  void finish() {
    line.finish();
  }
}
