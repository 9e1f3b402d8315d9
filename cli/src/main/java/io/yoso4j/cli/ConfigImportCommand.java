package io.yoso4j.cli;

import io.yoso4j.train.config.UpstreamConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j config import}. */
@Command(
    name = "import",
    description = {
      "Read a detectron2 YAML file of the original YOSO with its _BASE_ files, and print it in the",
      "keys of yoso4j. What became of every key stands on standard error."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j config import YOSO-R50.yaml            look at both",
      "  ./yoso4j config import YOSO-R50.yaml > own.yaml keep it, for train --config own.yaml",
      "",
      "'train --config YOSO-R50.yaml' does the same by itself. More: docs/configuration.md"
    })
final class ConfigImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The YAML file, such as YOSO-R50.yaml.")
  private Path file;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ConfigImportCommand() {}

  @Override
  public Integer call() {
    DataOptions.file("FILE", file);
    if (!UpstreamConfig.isUpstream(file)) {
      throw new CliException(
          ExitCode.CONFIG,
          file + ": is no configuration of the original: it has no section MODEL, SOLVER or INPUT",
          "A configuration in yoso4j's own keys needs no import.");
    }
    UpstreamConfig.Imported imported = UpstreamConfig.read(file);
    PrintWriter err = spec.commandLine().getErr();
    UpstreamText.table(imported).forEach(err::println);
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.print(imported.config().toYaml());
    out.flush();
    return ExitCode.OK.code();
  }
}
