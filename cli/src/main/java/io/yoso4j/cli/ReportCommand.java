package io.yoso4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j report}. */
@Command(
    name = "report",
    description = "Write RUN/report.html anew, also while the run is going on.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = "  ./yoso4j report --run runs/photos")
final class ReportCommand implements Callable<Integer> {

  private final Workflows workflows;

  @Spec private CommandSpec spec;

  @Option(names = "--run", paramLabel = "RUN", required = true, description = "Run folder.")
  private Path run;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ReportCommand(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public Integer call() {
    RunFolder.mustHoldRun(run);
    spec.commandLine().getOut().println("Report: " + workflows.writeReport(run));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
