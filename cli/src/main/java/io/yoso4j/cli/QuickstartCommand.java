package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.ShapesRequest;
import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.cli.Workflows.TrainResult;
import io.yoso4j.train.RunMode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j quickstart}. */
@Command(
    name = "quickstart",
    description =
        "Go the whole path once: make the built-in data set, train on it, evaluate on held-out images, write a report.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j quickstart",
      "  ./yoso4j quickstart --out runs/again --seed 2",
      "  ./yoso4j quickstart --out runs/short --steps 60 --train-images 64 --val-images 16",
    })
final class QuickstartCommand implements Callable<Integer> {

  private final Workflows workflows;
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      defaultValue = "runs/quickstart",
      description = "Run folder to write (default: ${DEFAULT-VALUE}); the images go beside it.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Same seed, same numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Training steps; fewer make a quick check, not a good model.")
  private @Nullable Integer steps;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many training images to make (default: ${DEFAULT-VALUE}).")
  private int trainImages;

  @Option(
      names = "--val-images",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many held-out images to make (default: ${DEFAULT-VALUE}).")
  private int valImages;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace one configuration key; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--overwrite", description = "Replace the run in RUN.")
  private boolean overwrite;

  @Option(
      names = "--require-ap",
      paramLabel = "AP",
      description = "End with exit code 1 when the final mask AP is lower.")
  private @Nullable Double requiredAp;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  QuickstartCommand(Workflows workflows, Terminal terminal) {
    this.workflows = workflows;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    RunMode mode = RunFolder.mode(out, false, overwrite);
    Path shapes = out.resolveSibling("shapes-%d-%d-seed%d".formatted(trainImages, valImages, seed));
    PrintWriter stdout = spec.commandLine().getOut();
    if (Files.isRegularFile(shapes.resolve("annotations/instances_val.json"))) {
      stdout.printf("1/3  Using the images of shapes in %s, made before%n", shapes);
    } else {
      stdout.printf(
          "1/3  Making %d training and %d held-out images of shapes in %s%n",
          trainImages, valImages, shapes);
      stdout.flush();
      workflows.writeShapes(
          new ShapesRequest(shapes, trainImages, valImages, ShapesCommand.SIDE, seed, false));
    }

    stdout.println("2/3  Training YOSO (preset tiny) on them");
    stdout.flush();
    TrainRequest request =
        new TrainRequest(
            new DataPaths(shapes, null, null, null, null, null),
            out,
            "tiny",
            null,
            allOverrides(),
            null,
            mode,
            CommandLines.of(spec));
    TrainingSession.Outcome outcome =
        new TrainingSession(workflows, terminal, stdout, spec.commandLine().getErr()).run(request);
    if (outcome.code() != ExitCode.OK) {
      return outcome.code().code();
    }

    stdout.println("3/3  Writing the report");
    Path report = workflows.writeReport(out);
    explain(stdout, outcome.result(), shapes, report);
    TrainingSession.requireAp(outcome.result(), requiredAp);
    return ExitCode.OK.code();
  }

  private List<String> allOverrides() {
    List<String> all = new ArrayList<>(overrides);
    all.add("seed=" + seed);
    if (steps != null) {
      all.add("train.steps=" + steps);
    }
    return all;
  }

  private void explain(PrintWriter stdout, TrainResult result, Path shapes, Path report) {
    String run = CommandLines.quoted(out.toString());
    stdout.printf(
        Locale.ROOT,
        """

        Done: a YOSO model learned to outline 5 kinds of shapes in %s (%d steps).
        On %d held-out images its mask AP is %.3f (AP50 %.3f): 0 is useless, 1 is perfect.

          report    %s
          weights   %s
          images    %s

        Look at the report first: curves, accuracy per class, predictions beside the truth.
        Try the model:       ./yoso4j predict --run %s --images %s --out %s
        Your own images:     ./yoso4j train --data DIR --preset r18 --out runs/mine
          where DIR holds images and annotations/instances_{train,val}.json in COCO format.
        """,
        Durations.words(result.seconds()),
        result.steps(),
        valImages,
        result.segm().getOrDefault("AP", Double.NaN),
        result.segm().getOrDefault("AP50", Double.NaN),
        report,
        out.resolve("checkpoints").resolve("best.safetensors"),
        shapes,
        run,
        CommandLines.quoted(shapes.resolve("val").toString()),
        CommandLines.quoted(out.resolve("predictions").toString()));
    stdout.flush();
  }
}
