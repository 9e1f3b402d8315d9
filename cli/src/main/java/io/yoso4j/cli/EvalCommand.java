package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.Checkpoint;
import io.yoso4j.cli.Workflows.EvalRequest;
import io.yoso4j.cli.Workflows.EvalResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j eval}. */
@Command(
    name = "eval",
    description =
        "Measure a trained model: the twelve COCO numbers for masks and boxes, and mask AP per class.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j eval --run runs/photos",
      "  ./yoso4j eval --run runs/photos --checkpoint last",
      "  ./yoso4j eval --run runs/photos --val-images other --val-annotations other.json",
    })
final class EvalCommand implements Callable<Integer> {

  private final Workflows workflows;

  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      required = true,
      description = "Run folder of the model.")
  private Path run;

  @Mixin private DataOptions data;

  @Option(
      names = "--checkpoint",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which weights (default: ${DEFAULT-VALUE}).")
  private Checkpoint checkpoint;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  EvalCommand(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public Integer call() {
    RunFolder.mustHoldRun(run);
    EvalResult result = workflows.evaluate(new EvalRequest(run, data.paths(), checkpoint));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d images, checkpoint %s%n", result.images(), checkpoint.name().toLowerCase(Locale.ROOT));
    result.summary().forEach(out::println);
    out.println("Mask AP per class:");
    int width = result.perClass().keySet().stream().mapToInt(String::length).max().orElse(0);
    result
        .perClass()
        .forEach((name, ap) ->
            out.printf(
                Locale.ROOT,
                "  %s  %s%n",
                name + " ".repeat(width - name.length()),
                Double.isNaN(ap) ? "(no objects)" : String.format(Locale.ROOT, "%.3f", ap)));
    out.flush();
    return ExitCode.OK.code();
  }
}
