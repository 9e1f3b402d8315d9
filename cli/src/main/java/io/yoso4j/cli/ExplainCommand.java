package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.ExplainResult;
import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.train.TrainedModel.Weights;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yoso4j explain}. */
@Command(
    name = "explain",
    description = {
      "Take the loss of one image apart and say why its objects were found or missed:",
      "a page with costs, matching, sampled points and the pull of each term."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j explain --run runs/photos --image 12.jpg",
      "  ./yoso4j explain --run runs/photos --image new/cat.jpg --annotations new.json --out cat.html",
      "  ./yoso4j explain --run runs/photos --image 12.jpg --set loss.points=full",
      "",
      "How to read the page: docs/explain.md"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_OBJECTS = 40;

  private final Workflows workflows;

  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      required = true,
      description = "Run folder of the model.")
  private Path run;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "Image to explain: a file, or the name of an image of the data set.")
  private String image;

  @Option(
      names = "--annotations",
      paramLabel = "PATH",
      description =
          "What describes its objects: an annotation file, or the folder of a data set of any format (default: the run's own data).")
  private @Nullable Path annotations;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Format of the annotations, where several fit; found out if not given.")
  private @Nullable String format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Page to write (default: RUN/explain/IMAGE.html, with a mark for the tile, the last checkpoint and --set).")
  private @Nullable Path out;

  @Option(
      names = "--checkpoint",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which weights (default: ${DEFAULT-VALUE}).")
  private Weights checkpoint;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Lowest score of a detection, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = "--objects",
      paramLabel = "N",
      split = ",",
      description = "Objects to draw maps of, by number (default: up to 12, missed ones first).")
  private List<Integer> objects = List.of();

  @Option(
      names = "--tile",
      paramLabel = "N",
      description =
          "For a model that cuts images: which tile (default: the one that shows the first of --objects, or most objects).")
  private @Nullable Integer tile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Replace one key of the run, such as loss.points=full, to see what another loss would do; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ExplainCommand(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public Integer call() {
    RunFolder.mustHoldRun(run);
    check();
    ExplainResult result =
        workflows.explain(
            new ExplainTask(
                run,
                checkpoint,
                image,
                annotations,
                format == null ? null : DataOptions.format(format),
                out,
                overrides,
                tile,
                threshold,
                objects));
    PrintWriter err = spec.commandLine().getErr();
    result.notes().forEach(note -> err.println("yoso4j: warning: " + note));
    err.flush();
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(result.summary());
    result.missed().forEach(stdout::println);
    stdout.println("Page: " + result.page());
    stdout.flush();
    return ExitCode.OK.code();
  }

  private void check() {
    if (annotations != null && !Files.exists(annotations)) {
      throw new CliException(
          ExitCode.NO_INPUT, "--annotations %s: no such file or folder".formatted(annotations));
    }
    if (format != null && annotations == null) {
      throw usage("--format goes with --annotations only");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw usage("--threshold must lie between 0 and 1, got " + threshold);
    }
    if (objects.size() > MOST_OBJECTS) {
      throw usage(
          "--objects must name at most %d objects, got %d".formatted(MOST_OBJECTS, objects.size()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
