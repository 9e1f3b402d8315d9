package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.Checkpoint;
import io.yoso4j.cli.Workflows.PredictRequest;
import io.yoso4j.cli.Workflows.PredictResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j predict}. */
@Command(
    name = "predict",
    description =
        "Find objects in images: one overlay PNG per image, and all of them as COCO results in results.json.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j predict --run runs/photos --images new/ --out found",
      "  ./yoso4j predict --run runs/photos --images cat.jpg --out found --threshold 0.3",
      "  ./yoso4j predict --run runs/photos --images 'new/**/*.jpg' --out found",
    })
final class PredictCommand implements Callable<Integer> {

  private final Workflows workflows;

  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      required = true,
      description = "Run folder of the model.")
  private Path run;

  @Option(
      names = "--images",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description = "An image, a folder of images, or a pattern such as 'new/*.jpg'.")
  private List<String> images;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for overlays and results.json.")
  private Path out;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Lowest score shown, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = "--checkpoint",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which weights (default: ${DEFAULT-VALUE}).")
  private Checkpoint checkpoint;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  PredictCommand(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public Integer call() {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new CliException(
          ExitCode.USAGE, "--threshold must lie between 0 and 1, got " + threshold);
    }
    RunFolder.mustHoldRun(run);
    List<Path> found = ImagePaths.find(images);
    PredictResult result =
        workflows.predict(new PredictRequest(run, found, out, threshold, checkpoint));
    PrintWriter stdout = spec.commandLine().getOut();
    result
        .unreadable()
        .forEach(line -> spec.commandLine().getErr().println("yoso4j: warning: " + line));
    stdout.printf(
        "%d objects in %d images: overlays in %s, masks in %s%n",
        result.instances(), result.images(), out, result.results());
    stdout.flush();
    if (result.images() == 0) {
      throw new CliException(
          ExitCode.DATA_ERROR, "none of the %d images could be read".formatted(found.size()));
    }
    return ExitCode.OK.code();
  }
}
