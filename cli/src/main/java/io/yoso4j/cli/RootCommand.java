package io.yoso4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What {@code yoso4j} without a verb says. */
@Command(
    name = "yoso4j",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Instance segmentation on the JVM: train, evaluate, predict.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j quickstart                               the whole path on a built-in data set",
      "  ./yoso4j train --data photos --out runs/photos    train on your own images",
      "  ./yoso4j predict --run runs/photos --images new/ --out found",
      "",
      "Every command answers --help. Exit codes: docs/cli.md"
    })
@SuppressWarnings("UnusedVariable") // picocli acts on the standard options itself
final class RootCommand extends CommandGroup {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show versions.")
  private boolean version;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where an error came from (also: YOSO4J_STACKTRACE=1).")
  private boolean stackTrace;
}
