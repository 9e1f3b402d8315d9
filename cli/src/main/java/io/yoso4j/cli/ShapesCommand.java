package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.ShapesRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j data shapes}. */
@Command(
    name = "shapes",
    description =
        "Write the built-in data set: overlapping shapes of 5 classes on textured backgrounds, in COCO format.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j data shapes --out datasets/shapes",
      "  ./yoso4j data shapes --out datasets/large --train 10000 --val 1000 --size 256 --seed 7",
    })
final class ShapesCommand implements Callable<Integer> {

  /** Side of the images unless asked otherwise, in pixels. */
  static final int SIDE = 96;

  private final Workflows workflows;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write; must be new or empty.")
  private Path out;

  @Option(
      names = "--train",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Training images (default: ${DEFAULT-VALUE}).")
  private int train;

  @Option(
      names = "--val",
      paramLabel = "N",
      defaultValue = "200",
      description = "Held-out images (default: ${DEFAULT-VALUE}).")
  private int val;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "" + SIDE,
      description = "Side of the images (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Same seed, same images (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--any-hue",
      description =
          "Colours say nothing of the class: only outlines do. Much harder; without it each class has a typical hue.")
  private boolean anyHue;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ShapesCommand(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public Integer call() {
    NewFolder.require("--out", out);
    workflows.writeShapes(new ShapesRequest(out, train, val, size, seed, anyHue));
    spec.commandLine()
        .getOut()
        .printf("%d training and %d held-out images in %s%n", train, val, out);
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
