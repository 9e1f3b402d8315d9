package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.PanopticThresholds;
import io.yoso4j.cli.Workflows.PredictModel;
import io.yoso4j.cli.Workflows.PredictRequest;
import io.yoso4j.cli.Workflows.PredictResult;
import io.yoso4j.cli.Workflows.PredictSettings;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      "  ./yoso4j predict --weights yoso:r50-coco --images 'new/**/*.jpg' --out found --masks",
      "  ./yoso4j predict --weights model.safetensors --categories names.txt --images new/ \\",
      "      --out found --panoptic --semantic",
      "  ./yoso4j predict --run runs/photos --images val/ --annotations val.json --threshold 0 \\",
      "      --all-classes --out found",
      "  ./yoso4j eval --gt val.json --dt found/results.json",
      "",
      "Exit code 3 when some images could not be read, 65 when none could. More: docs/cli.md"
    })
final class PredictCommand implements Callable<Integer> {

  private static final int MAX_BATCH = 1024;

  private final Workflows workflows;
  private final Terminal terminal;
  private final WeightCache cache;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions from;

  @Option(
      names = "--images",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description = "An image, a folder of images, or a pattern such as 'new/*.jpg'.")
  private List<String> images;

  @Option(
      names = "--annotations",
      paramLabel = "FILE",
      description =
          "COCO annotation file of the images: results get its image and category ids, for 'eval --gt FILE'.")
  private @Nullable Path annotations;

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
      names = "--mask-threshold",
      paramLabel = "P",
      defaultValue = "0.5",
      description =
          "Pixels of a higher mask probability belong to an object (default: ${DEFAULT-VALUE}).")
  private double maskThreshold;

  @Option(
      names = "--input-size",
      paramLabel = "SIZE",
      converter = InputSizeConverter.class,
      description =
          "Size of images in the network: longer side, SHORTxLONG, or original (default: the model's).")
  private @Nullable InputSize inputSize;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Images that go through the network together (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--all-classes",
      description =
          "One object may be reported as several classes, as upstream does; else only as its best.")
  private boolean allClasses;

  @Option(names = "--masks", description = "Also write each mask as a PNG, in DIR/masks.")
  private boolean masks;

  @Option(
      names = "--panoptic",
      description = "Also divide images into segments: DIR/panoptic.json and DIR/panoptic.")
  private boolean panoptic;

  @Option(
      names = "--object-threshold",
      paramLabel = "P",
      defaultValue = "0.8",
      description = "With --panoptic: lowest class probability (default: ${DEFAULT-VALUE}).")
  private double objectThreshold;

  @Option(
      names = "--overlap-threshold",
      paramLabel = "P",
      defaultValue = "0.8",
      description =
          "With --panoptic: least share of a mask that others must leave (default: ${DEFAULT-VALUE}).")
  private double overlapThreshold;

  @Option(
      names = "--semantic",
      description = "Also write the class index of each pixel as PNG, in DIR/semantic.")
  private boolean semantic;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  PredictCommand(Workflows workflows, Terminal terminal, WeightCache cache) {
    this.workflows = workflows;
    this.terminal = terminal;
    this.cache = cache;
  }

  @Override
  public Integer call() {
    checkModel();
    PredictSettings settings = settings();
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new CliException(
          ExitCode.CANT_CREATE, "--out %s: there is a file of this name".formatted(out));
    }
    List<Path> found = ImagePaths.find(images);
    NewFolder.requireWithout("--out", out, found);
    DataOptions.file("--annotations", annotations);
    AnnotatedImages truth = annotations == null ? null : AnnotatedImages.of(annotations, found);
    List<Path> wanted = truth == null ? found : truth.images();
    return predict(new PredictRequest(model(), wanted, truth, out, settings)).code();
  }

  private void checkModel() {
    if (from.run() != null && (from.categories() != null || from.temperature() != null)) {
      throw usage(
          (from.categories() != null ? "--categories" : "--temperature")
              + " goes with --weights only");
    }
    from.check();
  }

  /** Asked last, as weights may have to be downloaded. */
  private PredictModel model() {
    return new PredictModel(
        from.run(),
        from.checkpoint(),
        from.weights(new WeightsSource(cache, terminal, spec.commandLine().getErr())),
        from.categories(),
        from.temperature());
  }

  private PredictSettings settings() {
    probability("--threshold", threshold);
    probability("--object-threshold", objectThreshold);
    probability("--overlap-threshold", overlapThreshold);
    if (!(maskThreshold > 0 && maskThreshold < 1)) {
      throw usage("--mask-threshold must lie above 0 and below 1, got " + maskThreshold);
    }
    if (batch < 1 || batch > MAX_BATCH) {
      throw usage("--batch must be 1 to %d, got %d".formatted(MAX_BATCH, batch));
    }
    return new PredictSettings(
        threshold,
        maskThreshold,
        inputSize,
        allClasses,
        batch,
        masks,
        panoptic ? new PanopticThresholds(objectThreshold, overlapThreshold) : null,
        semantic);
  }

  private void probability(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw usage(option + " must lie between 0 and 1, got " + value);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Reports before the interruption ends, as the process does not outlive it. */
  private ExitCode predict(PredictRequest request) {
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption =
        Interruption.watch(err, "Stopping: finishing this image and writing the results ...")) {
      PredictProgressLine progress =
          new PredictProgressLine(err, terminal, interruption::requested, System::nanoTime);
      if (request.truth() != null) {
        request.truth().notes().forEach(progress::note);
      }
      PredictResult result;
      try {
        result = workflows.predict(request, progress);
      } finally {
        progress.finish();
      }
      return report(result, request.images().size());
    }
  }

  private ExitCode report(PredictResult result, int asked) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (result.images() == 0 && !result.interrupted()) {
      throw new CliException(
          ExitCode.DATA_ERROR, "none of the %d images could be read".formatted(asked));
    }
    stdout.printf(
        "%d objects in %d images: overlays in %s, masks in %s%n",
        result.instances(), result.images(), out, out.resolve("results.json"));
    if (result.unreadable() > 0) {
      stdout.printf("%d of %d images could not be read%n", result.unreadable(), asked);
    }
    if (result.interrupted()) {
      stdout.printf(
          "Stopped after %d of %d images%n", result.images() + result.unreadable(), asked);
    }
    stdout.flush();
    if (result.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return result.unreadable() > 0 ? ExitCode.WARNINGS : ExitCode.OK;
  }
}
