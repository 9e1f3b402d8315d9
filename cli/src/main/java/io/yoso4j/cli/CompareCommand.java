package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.config.UpstreamConfig;
import io.yoso4j.train.lab.Lab;
import io.yoso4j.train.lab.LabBudget;
import io.yoso4j.train.lab.LabPaths;
import io.yoso4j.train.lab.LabRequest;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.LossVariant;
import io.yoso4j.train.lab.VariantParser;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j compare}. */
@Command(
    name = "compare",
    description =
        "Train with several losses under equal conditions and say which serves the data best, and how sure that is.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j compare --data photos --out lab/photos",
      "  ./yoso4j compare --data photos --losses set,baseline --seeds 5 --budget 30min --out lab/photos",
      "  ./yoso4j compare --data photos --losses set --variant \"mine: set, points.num=3136, eos=0.2\" --out lab/mine",
      "",
      "Losses: set (cross-entropy, uncertain points), baseline (focal, full mask), baseline-random (focal, random",
      "points), baseline-points or adapted (focal, uncertain points), adapted-ce, hybrid. The same command again",
      "goes on where it was stopped. What the numbers mean: docs/lab.md"
    })
final class CompareCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--losses",
      paramLabel = "NAME",
      split = ",",
      description =
          "What to compare; the first is the reference (default: set,baseline,baseline-points,hybrid).")
  private List<String> losses = new ArrayList<>();

  @Option(
      names = "--variant",
      paramLabel = "\"NAME: LOSS, KEY=VALUE, ...\"",
      description = {
        "A loss of your own: a name, one of --losses, and keys of section 'loss' (docs/configuration.md), or",
        "points.num, oversample, importance, eos and other short names (docs/lab.md); repeatable."
      })
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Trainings of each loss (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--budget",
      paramLabel = "500steps|30min",
      defaultValue = "500steps",
      description = "Length of each training (default: ${DEFAULT-VALUE}).")
  private String budget;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder to write.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "Starting point of the configuration: tiny, mnv2, r18 or r50. Without it, settings are chosen",
        "by the data as 'yoso4j init' does; with --config it is tiny."
      })
  private @Nullable String preset;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file whose keys replace the preset's, as for train.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Replace one key for all losses, for example --set engine.threads=1; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--backbone-weights",
      paramLabel = "FILE|NAME",
      description = "Pretrained backbone, as for train.")
  private @Nullable String backboneWeights;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "8",
      description = "Evaluations during each training (default: ${DEFAULT-VALUE}).")
  private int evaluations;

  @Option(
      names = "--probe-images",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Validation images on which matching and gradients are followed (default: ${DEFAULT-VALUE}).")
  private int probeImages;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Resamples behind the intervals (default: ${DEFAULT-VALUE}).")
  private int resamples;

  @Option(names = "--overwrite", description = "Replace the comparison in DIR.")
  private boolean overwrite;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DataPaths paths = data.paths();
    DataOptions.file("--config", config);
    if (paths.isEmpty() && config == null) {
      throw new CliException(
          ExitCode.USAGE,
          "needs --data DIR (or --train-images, --train-annotations and the same for val)");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new CliException(
          ExitCode.CANT_CREATE, "--out %s: there is a file of this name".formatted(out));
    }
    within("--seeds", seeds, 1, 1000);
    within("--evaluations", evaluations, 1, 1000);
    within("--probe-images", probeImages, 1, 4096);
    within("--resamples", resamples, 100, 100_000);
    List<String> names =
        losses.isEmpty() && variants.isEmpty()
            ? List.of("set", "baseline", "baseline-points", "hybrid")
            : losses;
    List<LossVariant> compared = VariantParser.parse(names, variants);
    LabBudget length = budget();
    PrintWriter stdout = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    TrainConfig common = RunConfigs.forTraining(request(paths), err::println);
    try (Interruption interruption =
        Interruption.watch(err, "Stopping: finishing this step and saving ...")) {
      CompareProgress progress =
          new CompareProgress(err, terminal, interruption::requested, System::nanoTime);
      Optional<LabResult> result;
      try {
        result =
            Lab.run(
                new LabRequest(
                    name(paths),
                    common,
                    compared,
                    seeds,
                    length,
                    evaluations,
                    probeImages,
                    resamples,
                    out,
                    overwrite,
                    CommandLines.of(spec)),
                progress);
      } finally {
        progress.finish();
      }
      if (result.isEmpty()) {
        stdout.printf("Stopped; the same command goes on from here.%n");
        stdout.flush();
        return ExitCode.INTERRUPTED.code();
      }
      show(result.get(), stdout);
      return ExitCode.OK.code();
    }
  }

  private TrainRequest request(DataPaths paths) {
    if (config != null && UpstreamConfig.isUpstream(config) && preset != null) {
      throw new CliException(
          ExitCode.USAGE,
          "--preset and --config %s exclude each other: a configuration of the original is whole"
              .formatted(config));
    }
    return new TrainRequest(
        paths, out, preset, config, overrides, backboneWeights, RunMode.NEW, CommandLines.of(spec));
  }

  private LabBudget budget() {
    try {
      return LabBudget.of(budget);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--budget: " + e.getMessage());
    }
  }

  private static void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new CliException(
          ExitCode.USAGE, "%s %d: must be from %d to %d".formatted(option, value, least, most));
    }
  }

  private static String name(DataPaths paths) {
    Path folder = paths.folder();
    if (folder != null) {
      Path last = folder.toAbsolutePath().normalize().getFileName();
      return last == null ? folder.toString() : last.toString();
    }
    Path annotations = paths.trainAnnotations();
    return annotations == null ? "as configured" : annotations.toString();
  }

  private void show(LabResult result, PrintWriter stdout) {
    LabPaths paths = new LabPaths(out);
    CompareText.lines(result).forEach(stdout::println);
    stdout.printf("Result: %s%n", paths.result());
    stdout.printf("Page: %s%n", ComparePages.write(result, out));
    stdout.flush();
  }
}
