package io.yoso4j.cli;

import io.yoso4j.cli.report.DatasetPictures;
import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.image.ImageFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yoso4j data show}. */
@Command(
    name = "show",
    description = "Write a contact sheet: images of a data set with their objects drawn in.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data show photos --out sheet.png",
      "  ./yoso4j data show photos --out sheet.png --count 30 --seed 2 --side 480"
    })
final class ShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument dataset;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "PNG file to write.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "12",
      description = "Images to show, at most 200 (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, other images (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--side",
      paramLabel = "PIXELS",
      defaultValue = "320",
      description = "Longer side of each image, 64 to 2048 (default: ${DEFAULT-VALUE}).")
  private int side;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ShowCommand() {}

  @Override
  public Integer call() {
    if (count < 1 || count > 200 || side < 64 || side > 2048) {
      throw new ParameterException(
          spec.commandLine(),
          "--count must be from 1 to 200 and --side from 64 to 2048, got %d and %d"
              .formatted(count, side));
    }
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new ParameterException(
          spec.commandLine(),
          "--out %s: the sheet is a PNG file, its name ends in .png".formatted(out));
    }
    NewFolder.requireFileOutside("--out", out, dataset.source());
    List<DatasetSplit> parts = DatasetArgument.read(dataset.parts());
    ImageFiles.writePng(DatasetPictures.contactSheet(parts, count, seed, side), out);
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
