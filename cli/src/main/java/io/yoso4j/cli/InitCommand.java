package io.yoso4j.cli;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.model.zoo.ModelZoo;
import io.yoso4j.train.adapt.Choice;
import io.yoso4j.train.adapt.FittingSettings;
import io.yoso4j.train.adapt.FittingYaml;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j init}. */
@Command(
    name = "init",
    description =
        "Write a configuration that fits a data set: input size, queries, batches, steps, each with its reason.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j init photos",
      "  ./yoso4j init photos --out photos-long.yaml --minutes 120",
      "  ./yoso4j init photos --backbone-weights resnet18.pth",
      "",
      "'train --data DIR' without --preset and --config trains with the same settings."
    })
final class InitCommand implements Callable<Integer> {

  /** As a file name for weights: start from random ones. */
  private static final String NO_WEIGHTS = "none";

  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument dataset;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write; must be new (default: DIR.yaml, beside the data set).")
  private @Nullable Path out;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "" + FittingSettings.MINUTES,
      description = "How long training may take on two cores (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--backbone-weights",
      paramLabel = "FILE|NAME",
      description = {
        "Pretrained MobileNetV2 or ResNet-18: a file, published weights by name, or 'none'",
        "(default: " + FittingSettings.WEIGHTS + ", downloaded when training starts)."
      })
  private @Nullable String weights;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  InitCommand() {}

  @Override
  public Integer call() {
    if (minutes < 1) {
      throw new CliException(
          ExitCode.USAGE, "--minutes must be at least 1, got %d".formatted(minutes));
    }
    Path file = out == null ? beside(dataset.source()) : out;
    if (Files.exists(file)) {
      throw new CliException(
          ExitCode.CANT_CREATE, "%s: is there already; --out FILE names another".formatted(file));
    }
    NewFolder.requireFileOutside("--out", file, dataset.source());
    FittedConfig fitted =
        FittedConfig.of(dataset.source(), dataset.parts(), preset(), minutes, named());
    String command = dataset.trainCommand(fitted.preset(), file);
    String yaml = FittingYaml.write(head(fitted, command), fitted.choices());
    AtomicFile.write(file, stream -> stream.write(yaml.getBytes(StandardCharsets.UTF_8)));
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf("%s: settings over preset %s%n%n", file, fitted.preset());
    for (Choice choice : fitted.choices()) {
      stdout.printf("  %-24s %10s   %s%n", choice.key(), choice.value(), choice.reason());
    }
    stdout.printf("%nTrain with:  %s%n", command);
    stdout.flush();
    return ExitCode.OK.code();
  }

  private static Path beside(Path source) {
    Path absolute = source.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    String stem = name == null ? "data" : name.toString().replaceFirst("\\.[^.]+$", "");
    return source.normalize().toString().isEmpty() || absolute.getParent() == null
        ? absolute.resolveSibling(stem + ".yaml")
        : source.resolveSibling(stem + ".yaml");
  }

  private String preset() {
    if (weights == null || weights.equals(NO_WEIGHTS)) {
      return FittingSettings.PRESET;
    }
    return FittedWeights.preset("--backbone-weights", weights);
  }

  /** The weights as the configuration names them. */
  private @Nullable String named() {
    if (weights == null) {
      return FittingSettings.WEIGHTS;
    }
    if (weights.equals(NO_WEIGHTS)) {
      return null;
    }
    return ModelZoo.isName(weights)
        ? weights
        : Path.of(weights).toAbsolutePath().normalize().toString();
  }

  private List<String> head(FittedConfig fitted, String command) {
    List<String> head = new ArrayList<>();
    head.add("Settings that 'yoso4j init' chose for %s:".formatted(dataset.source()));
    head.add(
        "%d training images, %d %s, %d objects in half of the images, %d at most."
            .formatted(
                fitted.profile().trainImages(),
                fitted.profile().classes(),
                fitted.profile().classes() == 1 ? "class" : "classes",
                fitted.profile().usualObjects(),
                fitted.profile().mostObjects()));
    head.add("They stand over preset %s, which has the rest:".formatted(fitted.preset()));
    head.add("  " + command);
    return head;
  }
}
