package io.yoso4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j help train}: the same as {@code yoso4j train --help}. */
@Command(
    name = "help",
    description = "Show the help of a command.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./yoso4j help train", "  ./yoso4j help data shapes"})
final class HelpVerb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; none for all.")
  private List<String> path = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in before call()
  HelpVerb() {}

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String name : path) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new CliException(
            ExitCode.USAGE,
            "'%s' has no command '%s'".formatted(command.getCommandSpec().qualifiedName(), name));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
    return ExitCode.OK.code();
  }
}
