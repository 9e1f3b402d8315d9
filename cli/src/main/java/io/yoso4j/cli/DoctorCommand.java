package io.yoso4j.cli;

import io.yoso4j.cli.report.DoctorPage;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.health.DatasetHealth;
import io.yoso4j.data.health.HealthOptions;
import io.yoso4j.data.health.HealthReport;
import io.yoso4j.data.health.RepairSummary;
import io.yoso4j.data.health.Severity;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yoso4j data doctor}. */
@Command(
    name = "doctor",
    description =
        "Look for everything that is wrong with a data set, how well it fits a model, and which settings fit it.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data doctor photos",
      "  ./yoso4j data doctor photos --preset r18 --json > doctor.json",
      "  ./yoso4j data doctor photos --html doctor.html",
      "  ./yoso4j data doctor photos --fix photos-clean",
      "",
      "Exit code 0: fine, 3: warnings, 65: errors. What is looked for: docs/cli.md"
    })
final class DoctorCommand implements Callable<Integer> {

  private static final int EXAMPLES = 5;

  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument dataset;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "r50",
      description =
          "Model to hold the data set against: tiny, mnv2, r18 or r50 (default: ${DEFAULT-VALUE}).")
  private String preset;

  @Option(names = "--queries", paramLabel = "N", description = "Another number of queries.")
  private @Nullable Integer queries;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Another size of the training images.")
  private @Nullable Integer imageSize;

  @Option(
      names = "--quick",
      description = "Read headers of images only: much faster, but blind for damage behind them.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Also write a page that is complete in itself; with --fix, of the data set before.")
  private @Nullable Path page;

  @Option(
      names = "--fix",
      paramLabel = "OUT",
      description =
          "Write a cleaned copy in COCO format to OUT (new or empty), with doctor.json, which lists every change.")
  private @Nullable Path fix;

  @Option(names = "--link", description = "With --fix: hard links instead of copies of images.")
  private boolean link;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  DoctorCommand() {}

  @Override
  public Integer call() {
    HealthOptions options = options();
    if (page != null) {
      NewFolder.requireFileOutside("--html", page, dataset.source());
    }
    List<SplitPaths> parts = dataset.parts();
    PrintWriter out = spec.commandLine().getOut();
    if (fix == null) {
      HealthReport report = DatasetHealth.examine(parts, options).report();
      writePage(report);
      print(report, dataset.source(), null);
      return verdict(report, dataset.source(), "--fix OUT writes a cleaned copy.");
    }
    NewFolder.requireOutside("--fix", fix, dataset.source());
    DatasetHealth health = DatasetHealth.examine(parts, options);
    HealthReport before = health.report();
    writePage(before);
    if (!json) {
      DoctorText.lines(before, dataset.trainCommand(preset)).forEach(out::println);
    }
    RepairSummary summary = health.repair(fix, link);
    List<SplitPaths> copy = DatasetLayout.find(fix, DatasetFormat.COCO).splits();
    HealthReport after = DatasetHealth.examine(copy, options).report();
    if (json) {
      print(after, fix, summary);
    } else {
      out.println();
      out.println(DoctorText.repaired(summary, fix));
      DoctorText.findings(after).forEach(out::println);
      out.flush();
    }
    return verdict(after, fix, "What is left needs a person; see docs/cli.md.");
  }

  private HealthOptions options() {
    TrainConfig config = ConfigLoader.load(preset, null, List.of());
    try {
      return new HealthOptions(
          queries == null ? config.model().numQueries() : queries,
          imageSize == null ? config.augment().imageSize() : imageSize,
          !quick,
          EXAMPLES);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--queries must be at least 1 and --image-size at least 32, got %s and %s"
              .formatted(queries, imageSize),
          e);
    }
  }

  private void print(HealthReport report, Path source, @Nullable RepairSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DoctorJson.write(report, source, summary));
    } else {
      DoctorText.lines(report, dataset.trainCommand(preset)).forEach(out::println);
    }
    out.flush();
  }

  private void writePage(HealthReport report) {
    if (page != null) {
      String command = DoctorText.command(report, dataset.trainCommand(preset));
      DoctorPage.write(report, dataset.name(), command, page);
    }
  }

  private static int verdict(HealthReport report, Path source, String remedy) {
    return switch (report.worst()) {
      case NOTE -> ExitCode.OK.code();
      case WARNING -> ExitCode.WARNINGS.code();
      case ERROR ->
          throw new CliException(
              ExitCode.DATA_ERROR,
              "%s: %s".formatted(source, DoctorText.counted(report, Severity.ERROR)),
              remedy);
    };
  }
}
