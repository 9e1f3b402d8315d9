package io.yoso4j.cli;

import io.yoso4j.data.dataset.DatasetConversion;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j data convert}. */
@Command(
    name = "convert",
    description = "Write a data set of any readable format as a folder in COCO format.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data convert yolo-export --out photos",
      "  ./yoso4j data convert roboflow-export --out photos --link"
    })
final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument dataset;

  @Option(
      names = "--out",
      paramLabel = "OUT",
      required = true,
      description = "Folder to write; must be new or empty.")
  private Path out;

  @Option(names = "--link", description = "Hard links instead of copies of the images.")
  private boolean link;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ConvertCommand() {}

  @Override
  public Integer call() {
    NewFolder.requireOutside("--out", out, dataset.source());
    DatasetLayout written =
        DatasetConversion.toCoco(
            new DatasetLayout(dataset.parts()),
            out,
            ReadOptions.STRICT,
            link ? DatasetConversion.Images.LINK : DatasetConversion.Images.COPY);
    PrintWriter stdout = spec.commandLine().getOut();
    for (SplitPaths part : written.splits()) {
      stdout.printf("%-5s  %s%n", part.name(), part.annotations());
    }
    stdout.flush();
    return ExitCode.OK.code();
  }
}
