package io.yoso4j.cli;

import io.yoso4j.cli.report.DatasetPage;
import io.yoso4j.data.health.DatasetStatistics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j data stats}. */
@Command(
    name = "stats",
    description =
        "Describe a data set: classes, objects per image, sizes, shapes, places. Only annotations are read.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data stats photos",
      "  ./yoso4j data stats photos --html photos.html",
      "  ./yoso4j data stats annotations.json --json > stats.json"
    })
final class StatsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument dataset;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page with plots that is complete in itself.")
  private @Nullable Path page;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  StatsCommand() {}

  @Override
  public Integer call() {
    if (page != null) {
      NewFolder.requireFileOutside("--html", page, dataset.source());
    }
    DatasetStatistics statistics =
        DatasetStatistics.of(DatasetArgument.readAnnotations(dataset.parts()));
    if (page != null) {
      DatasetPage.write(statistics, dataset.name(), page);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StatsJson.write(statistics, dataset.source()));
    } else {
      StatsText.lines(statistics).forEach(out::println);
    }
    out.flush();
    return ExitCode.OK.code();
  }
}
