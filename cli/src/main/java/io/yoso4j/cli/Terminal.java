package io.yoso4j.cli;

import java.io.Console;
import java.util.Optional;

/**
 * Where progress is shown.
 *
 * @param interactive whether a person watches: then one line is redrawn, else plain lines are added
 * @param columns the width in characters
 */
record Terminal(boolean interactive, int columns) {

  /**
   * Set by the launcher when standard error is a terminal; without the launcher, Java's own answer
   * for the console.
   */
  private static final String COLUMNS = "yoso4j.terminal.columns";

  static Terminal ofProcess() {
    Integer columns = Integer.getInteger(COLUMNS);
    if (columns != null) {
      return new Terminal(!"dumb".equals(System.getenv("TERM")), Math.clamp(columns, 40, 240));
    }
    boolean consoleIsTerminal =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new Terminal(windows && consoleIsTerminal, 80);
  }
}
