package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.EvalRequest;
import io.yoso4j.cli.Workflows.EvalResult;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.train.TrainedModel.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code yoso4j eval}. */
@Command(
    name = "eval",
    description =
        "Measure a trained model, or result files of any tool: the twelve COCO numbers, and AP per class.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j eval --run runs/photos",
      "  ./yoso4j eval --run runs/photos --checkpoint last",
      "  ./yoso4j eval --run runs/photos --val-images other --val-annotations other.json",
      "  ./yoso4j eval --gt instances_val.json --dt results.json",
      "  ./yoso4j eval --gt instances_val.json --dt results.json --type bbox --json",
      "  ./yoso4j eval --gt instances_val.json --dt results.json --type boundary --html ap.html",
      "  ./yoso4j eval --gt instances_val.json --dt old.json --dt new.json",
      "  ./yoso4j eval --type panoptic --gt panoptic_val.json --dt panoptic_results.json --html pq.html",
    })
final class EvalCommand implements Callable<Integer> {

  private final Workflows workflows;

  @Spec private CommandSpec spec;

  @Option(names = "--run", paramLabel = "RUN", description = "Run folder of the model.")
  private @Nullable Path run;

  @Mixin private DataOptions data;

  @Option(
      names = "--checkpoint",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which weights (default: ${DEFAULT-VALUE}).")
  private Weights checkpoint;

  @Option(
      names = "--gt",
      paramLabel = "FILE",
      description = "Annotations; with --dt, in place of --run.")
  private @Nullable Path truth;

  @Option(
      names = "--dt",
      paramLabel = "FILE",
      description = "Results in COCO's format; a second --dt compares two runs.")
  private List<Path> results = List.of();

  @Option(
      names = "--type",
      paramLabel = "KIND",
      defaultValue = "SEGM",
      description = "What is measured: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private EvalKind kind;

  @Option(
      names = "--max-dets",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,10,100",
      description =
          "Limits on detections per image and class, three ascending (default: ${DEFAULT-VALUE}).")
  private List<Integer> maxDetections;

  @Option(
      names = "--iou-thresholds",
      paramLabel = "IOU",
      split = ",",
      description = "Ascending IoU thresholds (default: 0.50 to 0.95 by 0.05).")
  private List<Double> iouThresholds = List.of();

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Resamples of the images for intervals (default: ${DEFAULT-VALUE}).")
  private int resamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the resamples (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @Option(
      names = "--gt-folder",
      paramLabel = "DIR",
      description = "PNG images of panoptic annotations (default: beside gt.json, the folder gt).")
  private @Nullable Path truthFolder;

  @Option(
      names = "--dt-folder",
      paramLabel = "DIR",
      description = "PNG images of panoptic results (default: likewise).")
  private @Nullable Path resultFolder;

  @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with everything.")
  private @Nullable Path page;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  EvalCommand(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public Integer call() {
    if (truth != null) {
      evaluateFiles(truth);
    } else if (run != null) {
      evaluateRun(run);
    } else {
      throw usage("give --run RUN, or --gt FILE and --dt FILE");
    }
    return ExitCode.OK.code();
  }

  private void evaluateFiles(Path annotations) {
    if (run != null) {
      throw usage("--run does not go with --gt: measure the model, or files");
    }
    if (results.isEmpty() || results.size() > 2) {
      throw usage(
          results.isEmpty()
              ? "--gt needs results: --dt FILE"
              : "--dt is given %d times; give one, or two to compare".formatted(results.size()));
    }
    if (kind != EvalKind.PANOPTIC && (truthFolder != null || resultFolder != null)) {
      throw usage("--gt-folder and --dt-folder go with --type panoptic only");
    }
    if (page != null && results.size() > 1) {
      throw usage("--html shows one run: give --dt once");
    }
    if (page != null && (isSame(page, annotations) || isOneOf(page, results))) {
      throw usage("--html " + page + " would replace an input");
    }
    if (resamples < 1) {
      throw usage("--resamples is " + resamples + ", but must be at least 1");
    }
    EvalConfig config = config();
    DataOptions.file("--gt", annotations);
    results.forEach(file -> DataOptions.file("--dt", file));
    PrintWriter out = spec.commandLine().getOut();
    kind.evaluation()
        .run(
            new FileEvalRequest(
                annotations,
                results,
                config,
                resamples,
                seed,
                json,
                truthFolder,
                resultFolder,
                page),
            out,
            spec.commandLine().getErr());
    out.flush();
  }

  private static boolean isOneOf(Path page, List<Path> files) {
    return files.stream().anyMatch(file -> isSame(page, file));
  }

  private static boolean isSame(Path page, Path file) {
    try {
      return Files.isSameFile(page, file);
    } catch (IOException e) {
      return false; // One of them does not exist.
    }
  }

  private EvalConfig config() {
    List<Integer> limits = maxDetections;
    if (limits.size() != 3) {
      throw usage(
          "--max-dets is %s; it must be three ascending positive numbers".formatted(limits));
    }
    try {
      EvalConfig config =
          EvalConfig.coco().withMaxDetections(limits.get(0), limits.get(1), limits.get(2));
      return iouThresholds.isEmpty() ? config : config.withIouThresholds(iouThresholds);
    } catch (IllegalArgumentException e) {
      throw usage(
          String.valueOf(e.getMessage())
              .replace("maxDetections is", "--max-dets is")
              .replace("iouThresholds is", "--iou-thresholds is"));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void evaluateRun(Path run) {
    if (!results.isEmpty()) {
      throw usage("--dt needs annotations: --gt FILE");
    }
    if (page != null || json) {
      throw usage((page != null ? "--html" : "--json") + " goes with --gt and --dt only");
    }
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
                Columns.left(name, width),
                Double.isNaN(ap) ? "(no objects)" : String.format(Locale.ROOT, "%.3f", ap)));
    out.flush();
  }
}
