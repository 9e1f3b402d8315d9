package io.yoso4j.cli;

import java.io.PrintWriter;

/** A line on a terminal that redraws itself, between lines that stay. Not thread-safe. */
final class StatusLine {
  /** Between lines that stay, where nobody watches. */
  static final long PLAIN_NANOS = 10_000_000_000L;

  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintWriter err;
  private final Terminal terminal;
  private boolean open;

  StatusLine(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether it is time for another {@link #show}. */
  boolean isDue(long nanosSinceLast) {
    return nanosSinceLast >= (terminal.interactive() ? REDRAW_NANOS : PLAIN_NANOS);
  }

  /** Replaces the line where somebody watches, and adds one that stays elsewhere. */
  void show(String line) {
    if (terminal.interactive()) {
      redraw(line);
    } else {
      println(line);
    }
  }

  /** What is too long is cut. */
  private void redraw(String line) {
    int width = terminal.columns() - 1;
    String fitted = line.length() > width ? line.substring(0, width) : line;
    err.print('\r' + fitted + " ".repeat(width - fitted.length()));
    err.flush();
    open = true;
  }

  /** Adds a line that stays. */
  void println(String line) {
    if (open) {
      err.print('\r' + " ".repeat(terminal.columns() - 1) + '\r');
      open = false;
    }
    err.println(line);
    err.flush();
  }

  /** Ends an open line, so that what follows starts on a line of its own. */
  void finish() {
    if (open) {
      err.println();
      err.flush();
      open = false;
    }
  }
}
