package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.model.zoo.WeightCache;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.RunPaths;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.config.UpstreamConfig;
import io.yoso4j.train.distributed.RankEnvironment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j train}. */
@Command(
    name = "train",
    description =
        "Train on images with COCO annotations and write a run folder with checkpoints, metrics and a report.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j train --data photos --out runs/photos",
      "  ./yoso4j train --data photos --preset r18 --backbone-weights torchvision:resnet18 --out runs/r18",
      "  ./yoso4j train --data photos --out runs/long --set train.steps=5000 --set checkpoint.every=250",
      "  ./yoso4j train --data photos --config YOSO-R50.yaml --out runs/r50",
      "  ./yoso4j train --data photos --out runs/two --nproc 2",
      "  ./yoso4j train --out runs/photos --resume",
      "",
      "Ctrl-C finishes the step, saves a checkpoint and says how to go on. All keys: docs/configuration.md"
    })
final class TrainCommand implements Callable<Integer> {

  private final Workflows workflows;
  private final Terminal terminal;
  private final WeightCache cache;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "Run folder to write; must be new.")
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
      description = {
        "YAML file whose keys replace the preset's, or a whole configuration of the original YOSO",
        "(detectron2 YAML with MODEL and SOLVER, such as YOSO-R50.yaml)."
      })
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace one key, for example --set train.steps=500; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "Same seed, same result (key: seed).")
  private @Nullable Long seed;

  @Option(
      names = "--backbone-weights",
      paramLabel = "FILE|NAME",
      description = {
        "Pretrained backbone: a .pth, .pkl or .safetensors file, or published weights by name,",
        "such as torchvision:resnet50, which are downloaded once ('weights list' names them)."
      })
  private @Nullable String backboneWeights;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "auto, cpu or cuda (key: engine.device).")
  private @Nullable String device;

  @Option(
      names = "--nproc",
      paramLabel = "N",
      description = {
        "Train with N processes on this machine, which divide every batch among them.",
        "Launchers such as torchrun are understood too: docs/distributed.md"
      })
  private @Nullable Integer processes;

  @Option(names = "--resume", description = "Go on from the last checkpoint in RUN.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace the run in RUN.")
  private boolean overwrite;

  @Option(
      names = "--require-ap",
      paramLabel = "AP",
      description = "End with exit code 1 when the final mask AP is lower.")
  private @Nullable Double requiredAp;

  @Option(
      names = "--profile",
      description = "Print where the time of the steps and of the loader went.")
  private boolean profile;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  TrainCommand(Workflows workflows, Terminal terminal, WeightCache cache) {
    this.workflows = workflows;
    this.terminal = terminal;
    this.cache = cache;
  }

  @Override
  public Integer call() {
    DataPaths paths = data.paths();
    DataOptions.file("--config", config);
    if (resume && overwrite) {
      throw new CliException(ExitCode.USAGE, "--resume and --overwrite exclude each other");
    }
    if (paths.isEmpty() && config == null && !resume) {
      throw new CliException(
          ExitCode.USAGE,
          "needs --data DIR (or --train-images, --train-annotations and the same for val)");
    }
    RankEnvironment environment = RankEnvironment.of(System.getenv());
    checkProcesses(environment);
    RunMode mode =
        environment.first()
            ? RunFolder.mode(out, resume, overwrite)
            : resume ? RunMode.RESUME : overwrite ? RunMode.OVERWRITE : RunMode.NEW;
    if (environment.first()
        && config != null
        && mode != RunMode.RESUME
        && UpstreamConfig.isUpstream(config)) {
      announce(config);
    }
    PrintWriter stdout = spec.commandLine().getOut();
    if (backboneWeights != null) {
      // Downloads now rather than when all data has been read.
      Path _ =
          new WeightsSource(cache, terminal, spec.commandLine().getErr())
              .file("--backbone-weights", backboneWeights);
    }
    TrainRequest request =
        new TrainRequest(
            paths,
            out,
            preset,
            config,
            allOverrides(),
            backboneWeights,
            mode,
            CommandLines.of(spec));
    if (processes != null && processes > 1) {
      return launch(request, processes);
    }
    RankLauncher.endWithParent(System.getenv());
    if (!environment.first()) {
      return follow(request, environment.rank());
    }
    TrainingSession session =
        new TrainingSession(
            workflows,
            terminal,
            stdout,
            spec.commandLine().getErr(),
            environment.several(),
            () -> {});
    TrainingSession.Outcome outcome = session.run(request);
    if (profile && outcome.profile() != null) {
      ProfileText.lines(outcome.profile()).forEach(stdout::println);
      stdout.flush();
    }
    if (outcome.code() != ExitCode.OK) {
      return outcome.code().code();
    }
    Path report = workflows.writeReport(out);
    stdout.printf(
        Locale.ROOT,
        "Trained %d steps in %s. Mask AP %.3f, box AP %.3f on the validation images.%n",
        outcome.result().steps(),
        Durations.words(outcome.result().seconds()),
        outcome.result().segm().getOrDefault("AP", Double.NaN),
        outcome.result().bbox().getOrDefault("AP", Double.NaN));
    stdout.printf("Report: %s%n", report);
    stdout.flush();
    TrainingSession.requireAp(outcome.result(), requiredAp);
    return ExitCode.OK.code();
  }

  private void checkProcesses(RankEnvironment environment) {
    if (processes == null) {
      return;
    }
    if (processes < 1 || processes > 1024) {
      throw new CliException(
          ExitCode.USAGE, "--nproc is %d, but must be in the range 1 to 1024".formatted(processes));
    }
    if (environment.several()) {
      throw new CliException(
          ExitCode.USAGE,
          "--nproc and the environment variables RANK and WORLD_SIZE exclude each other");
    }
  }

  /** Starts the processes once it is clear that the configuration holds. */
  private int launch(TrainRequest request, int count) {
    TrainConfig whole = RunConfigs.forTraining(request, _ -> {});
    if (whole.train().batchSize() < count) {
      throw new CliException(
          ExitCode.USAGE,
          "train.batch_size (%d) must be at least --nproc (%d)"
              .formatted(whole.train().batchSize(), count));
    }
    List<String> arguments =
        CommandLines.again(
            CommandLines.without(
                spec.root().commandLine().getParseResult().expandedArgs(), "--nproc"));
    return new RankLauncher(
            spec.commandLine().getErr(), Duration.ofSeconds(whole.distributed().timeoutSeconds()))
        .run(arguments, count);
  }

  /** Trains as a process that is not the first: its file in the run folder gets what it says. */
  private int follow(TrainRequest request, int rank) {
    RankLog file = new RankLog(new RunPaths(out).rankLog(rank));
    try (PrintWriter log = new PrintWriter(file)) {
      try {
        return new TrainingSession(workflows, new Terminal(false, 80), log, log, true, file::open)
            .run(request)
            .code()
            .code();
      } catch (RuntimeException | Error e) {
        log.println("error: " + e.getMessage());
        throw e;
      }
    }
  }

  /** Says what becomes of a configuration of the original code. */
  private void announce(Path original) {
    if (spec.commandLine().getParseResult().hasMatchedOption("--preset")) {
      throw new CliException(
          ExitCode.USAGE,
          "--preset and --config %s exclude each other: a configuration of the original is whole"
              .formatted(original));
    }
    PrintWriter err = spec.commandLine().getErr();
    UpstreamText.notes(original, UpstreamConfig.read(original)).forEach(err::println);
    err.flush();
  }

  private List<String> allOverrides() {
    List<String> all = new ArrayList<>(overrides);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    if (device != null) {
      all.add("engine.device=" + device);
    }
    return all;
  }
}
