package io.yoso4j.cli;

import java.io.PrintWriter;

/** A line on a terminal that redraws itself, between lines that stay. Not thread-safe. */
final class StatusLine {

  private final PrintWriter err;
  private final Terminal terminal;
  private boolean open;

  StatusLine(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Replaces the line; what is too long is cut. */
  void redraw(String line) {
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
