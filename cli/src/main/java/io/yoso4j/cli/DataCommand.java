package io.yoso4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code yoso4j data}: what has to do with data sets alone. */
@Command(
    name = "data",
    description = "Make data sets, and look into them.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data doctor photos                  what is wrong, and which settings fit",
      "  ./yoso4j data shapes --out datasets/shapes"
    })
final class DataCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in before call()
  DataCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.OK.code();
  }
}
