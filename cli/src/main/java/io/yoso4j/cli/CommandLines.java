package io.yoso4j.cli;

import java.util.ArrayList;
import java.util.List;
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

  /** The arguments without an option and its value, in both ways of writing them. */
  static List<String> without(List<String> arguments, String option) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals(option)) {
        i++;
      } else if (!arguments.get(i).startsWith(option + "=")) {
        left.add(arguments.get(i));
      }
    }
    return left;
  }

  /** Arguments whose argument files are read already, as a command line that reads such files. */
  static List<String> again(List<String> expanded) {
    return expanded.stream().map(a -> a.startsWith("@") ? "@" + a : a).toList();
  }

  /** An argument as a POSIX shell reads it back. */
  static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
