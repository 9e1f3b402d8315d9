package io.yoso4j.cli;

import io.yoso4j.cli.report.AugmentedPictures;
import io.yoso4j.cli.report.DatasetPictures;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yoso4j data show}. */
@Command(
    name = "show",
    description = {
      "Write a contact sheet: images of a data set with their objects drawn in.",
      "With --augmented, as a training sees them."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data show photos --out sheet.png",
      "  ./yoso4j data show photos --out sheet.png --count 30 --seed 2 --side 480",
      "  ./yoso4j data show photos --out sheet.png --augmented --preset r18 --set"
          + " augment.rotate=0.5"
    })
final class ShowCommand implements Callable<Integer> {
  private static final int DRAWS = 4;

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

  @Option(
      names = "--augmented",
      description = {
        "Show training images as a training sees them: resized, cropped, flipped, coloured;",
        "a row for each image, with its samples of the first epochs."
      })
  private boolean augmented;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "With --augmented: samples of each image, 1 to 20 (default: 4).")
  private @Nullable Integer draws;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "With --augmented: tiny, mnv2, r18 or r50 (default: tiny).")
  private @Nullable String preset;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "With --augmented: YAML file of a training, such as RUN/config.yaml.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "With --augmented: replace one key, such as augment.color=0.5, or seed, that of the"
              + " training; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ShowCommand() {}

  @Override
  public Integer call() {
    requireRange("--count", count, 1, 200);
    requireRange("--side", side, 64, 2048);
    requireRange("--draws", draws == null ? DRAWS : draws, 1, 20);
    requireAugmented("--draws", draws != null);
    requireAugmented("--preset", preset != null);
    requireAugmented("--config", config != null);
    requireAugmented("--set", !overrides.isEmpty());
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new ParameterException(
          spec.commandLine(),
          "--out %s: the sheet is a PNG file, its name ends in .png".formatted(out));
    }
    NewFolder.requireFileOutside("--out", out, dataset.source());
    ImageFiles.writePng(augmented ? ofTraining() : ofData(), out);
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }

  private RgbImage ofData() {
    return DatasetPictures.contactSheet(DatasetArgument.read(dataset.parts()), count, seed, side);
  }

  private RgbImage ofTraining() {
    DataOptions.file("--config", config);
    TrainConfig settings = ConfigLoader.load(preset == null ? "tiny" : preset, config, overrides);
    CocoDataset data = DatasetArgument.read(List.of(dataset.parts().getFirst())).getFirst().data();
    return AugmentedPictures.contactSheet(
        data, settings, count, draws == null ? DRAWS : draws, seed, side);
  }

  private void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be from %d to %d, got %d".formatted(option, least, most, value));
    }
  }

  private void requireAugmented(String option, boolean given) {
    if (given && !augmented) {
      throw new ParameterException(
          spec.commandLine(), option + " says how images are augmented, so it needs --augmented");
    }
  }
}
