package io.yoso4j.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Command lines as a person would type them. */
final class CommandLines {

  private CommandLines() {}

  /** The line that is being run. */
  static String of(CommandSpec spec) {
    return "./yoso4j "
        + spec.root().commandLine().getParseResult().originalArgs().stream()
            .map(CommandLines::quoted)
            .collect(Collectors.joining(" "));
  }

  /** An argument as a POSIX shell reads it back. */
  static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
