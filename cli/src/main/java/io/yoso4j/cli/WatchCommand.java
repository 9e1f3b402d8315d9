package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j watch}. */
@Command(
    name = "watch",
    description =
        "Serve the report of a run to browsers on this machine; it follows the run while it goes on.",
    sortOptions = false,
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j watch runs/photos",
      "  ./yoso4j watch runs/photos --port 8080",
      "",
      "Ctrl-C ends it. From another machine: ssh -L 8080:127.0.0.1:8080 HOST"
    })
final class WatchCommand implements Callable<Integer> {

  private static final int MOST = 65_535;
  private static final long LOOK_MILLIS = 100;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Run folder.")
  private Path run;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  WatchCommand() {}

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > MOST) {
      throw new CliException(
          ExitCode.USAGE, "--port must be 0 to %d, but is %d".formatted(MOST, port));
    }
    RunFolder.mustHoldRun("RUN", run);
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption =
            Interruption.watch(spec.commandLine().getErr(), "Stopped watching.");
        RunServer server = start()) {
      out.printf("Watching %s at %s (Ctrl-C ends it)%n", run, server.uri());
      out.flush();
      while (!interruption.requested()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.INTERRUPTED.code();
  }

  private RunServer start() throws IOException {
    try {
      return RunServer.start(
          run, RunConfigs.validation(RunConfigs.ofRun(run, DataPaths.NONE)), port);
    } catch (BindException e) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "--port %d: cannot be listened on: %s".formatted(port, e.getMessage()),
          "Leave --port out to take a free one.");
    }
  }
}
