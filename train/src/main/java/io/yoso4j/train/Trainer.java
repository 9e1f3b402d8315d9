package io.yoso4j.train;

import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineException;
import io.yoso4j.model.tensor.EngineOptions;
import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.train.config.EngineSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.distributed.RankEnvironment;
import io.yoso4j.train.distributed.Ranks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains YOSO from a configuration into a run folder: configuration, metrics, checkpoints and the
 * results of the best weights on the validation images. One training at a time per process.
 */
public final class Trainer {
  private Trainer() {}

  /**
   * Trains until {@code train.steps} or until the listener asks to stop.
   *
   * @param config everything that decides the run
   * @param out the run folder
   * @param mode what may be there already
   * @param listener told of everything, on this thread
   * @param commandLine recorded in {@code metrics.json}
   * @throws TrainException if the run cannot go on
   * @throws io.yoso4j.data.DataException if data is missing or broken
   * @throws io.yoso4j.train.config.ConfigException if the configuration does not fit the data
   */
  public static RunSummary run(
      TrainConfig config, Path out, RunMode mode, TrainListener listener, String commandLine) {
    return run(config, out, mode, listener, commandLine, RankEnvironment.alone());
  }

  /**
   * Trains as one of several processes, which each call this with the same arguments but the last.
   * The first one writes and returns the numbers; a rank that is lost ends all others.
   *
   * @param environment which of them this is
   * @throws io.yoso4j.model.tensor.RankGroupException if the processes do not meet
   */
  public static RunSummary run(
      TrainConfig config,
      Path out,
      RunMode mode,
      TrainListener listener,
      String commandLine,
      RankEnvironment environment) {
    return run(
        config,
        out,
        mode,
        listener,
        commandLine,
        environment,
        loss -> StepCriterion.create(loss, Engine.device()));
  }

  /**
   * Trains with a criterion other than the device's own.
   *
   * @param criterion makes it once the engine is started
   */
  static RunSummary run(
      TrainConfig config,
      Path out,
      RunMode mode,
      TrainListener listener,
      String commandLine,
      RankEnvironment environment,
      Function<SetCriterionConfig, StepCriterion> criterion) {
    RunPaths paths = new RunPaths(out);
    if (environment.first()) {
      paths.check(mode);
    }
    if (environment.several()) {
      // Before the data are read, so that nobody waits for a rank that cannot read them.
      Engine.chooseGpu(environment.localRank());
      startEngine(config.engine(), config.seed(), environment);
    }
    Duration timeout = Duration.ofSeconds(config.distributed().timeoutSeconds());
    try (Ranks ranks = Ranks.join(environment, timeout)) {
      try {
        TrainingData data = TrainingData.read(config.data());
        config.loss().checkClasses(data.train().categories().size());
        if (!ranks.several()) {
          startEngine(config.engine(), config.seed());
        }
        RankAgreement.check(ranks, config, data);
        return run(config, paths, mode, data, listener, commandLine, ranks, criterion);
      } catch (RankGroupException e) {
        throw RankLoss.beforeTheSteps(ranks, e);
      } catch (RuntimeException | Error e) {
        RankLoss.tell(ranks, e);
        throw e;
      }
    }
  }

  private static RunSummary run(
      TrainConfig config,
      RunPaths paths,
      RunMode mode,
      TrainingData data,
      TrainListener listener,
      String commandLine,
      Ranks ranks,
      Function<SetCriterionConfig, StepCriterion> criterion) {
    int classes = data.train().categories().size();
    Progress progress =
        new Progress(new EarlyStop(config.eval().patience(), config.eval().minDelta()));
    SetCriterionConfig terms =
        ConfiguredCriterion.of(config.loss(), classes).toBuilder()
            .parallelism(ranks.several() ? Engine.options().threads() : 0)
            .build();
    StepTotals totals = StepTotals.of(terms.classification(), config.model().numQueries(), ranks);
    try (TrainingState state = TrainingState.create(config, classes);
        StepCriterion loss = criterion.apply(terms.toBuilder().numMasksReducer(totals).build())) {
      Provenance provenance = Provenance.of(commandLine, data);
      if (mode == RunMode.RESUME) {
        if (ranks.first()) {
          restore(paths, state, data, progress);
        }
        progress.copyFromFirst(ranks);
        warnOfOtherData(progress.provenance, provenance, progress.warnings);
      } else {
        String pretrained = config.model().backboneWeights();
        if (pretrained != null) {
          BackboneLoading.load(state.network(), pretrained, listener);
          state.average().restart();
        }
      }
      // The others get the state from the first, and need not see its files.
      ranks.copyFromFirst(List.copyOf(state.tensors().values()));
      if (ranks.first()) {
        paths.prepare(mode);
        AtomicFile.write(
            paths.config(), o -> o.write(config.toYaml().getBytes(StandardCharsets.UTF_8)));
      }
      ranks.waitForAll();
      warnOfQueries(config, data.train(), listener);
      FiniteCheck check = new FiniteCheck(config, paths, data.train(), progress, ranks);
      try (StepExchange exchange =
              StepExchange.create(
                  ranks, config, state.network().parameters(), listener::stopRequested);
          TrainingStep step = new TrainingStep(config, state, loss, totals, exchange, check);
          TrainingLoop loop =
              new TrainingLoop(
                  config,
                  paths,
                  data,
                  state,
                  step,
                  listener,
                  progress,
                  ranks,
                  exchange,
                  provenance)) {
        return loop.run();
      }
    } catch (OutOfMemoryError | EngineException e) {
      Optional<TrainException> explained = OutOfMemory.explain(e, config, progress.doing);
      if (explained.isPresent()) {
        throw explained.get();
      }
      throw e;
    }
  }

  /** Starts the tensor engine as configured. */
  static void startEngine(EngineSettings settings, long seed) {
    startEngine(settings, seed, RankEnvironment.alone());
  }

  private static void startEngine(EngineSettings settings, long seed, RankEnvironment environment) {
    EngineOptions options = EngineOptions.defaults().withSeed(seed);
    options = options.withThreads(environment.threads(options.threads()));
    if (settings.threads() > 0) {
      options = options.withThreads(settings.threads());
    }
    switch (settings.device()) {
      case CPU -> Engine.start(options);
      case CUDA -> Engine.start(options.withDevice(Device.CUDA));
      case AUTO -> {
        try {
          Engine.start(options.withDevice(Device.CUDA));
        } catch (EngineException noGpu) {
          Engine.start(options);
        }
      }
    }
  }

  private static void restore(
      RunPaths paths, TrainingState state, TrainingData data, Progress progress) {
    Checkpoints.Found found = Checkpoints.newest(paths, progress.warnings::add);
    Checkpoint checkpoint = found.checkpoint();
    CheckpointInfo info = checkpoint.info();
    if (!info.categories().equals(data.train().categories())) {
      throw new TrainException(
          TrainException.Kind.DATA,
          "the run was trained on other classes than "
              + data.train().source()
              + " defines; train into a new folder");
    }
    checkpoint.restore(state.tensors());
    progress.step = info.step();
    progress.bestAp = info.bestAp();
    progress.bestStep = info.bestStep();
    progress.evaluatedStep = info.evaluatedStep();
    progress.earlyStop.restore(info.earlyStop());
    progress.secondsBefore = info.seconds();
    progress.savedStep = found.lastStep();
    progress.incidents.restore(info.incidents());
    progress.provenance = info.provenance();
    forgetDamagedBest(paths, progress);
  }

  private static void warnOfOtherData(
      @Nullable Provenance before, Provenance now, List<String> warnings) {
    if (before != null && !before.train().sameData(now.train())) {
      warnings.add(
          "%s and its images are not what the run was trained on so far (%s)"
              .formatted(now.train().annotations(), before.train().annotations()));
    }
  }

  /** Without this, a damaged file would end the run when it is read at the very end. */
  private static void forgetDamagedBest(RunPaths paths, Progress progress) {
    if (progress.bestAp == null) {
      return;
    }
    try {
      Checkpoint.read(paths.bestCheckpoint());
    } catch (TrainException e) {
      progress.warnings.add(
          "%s; the best weights so far, of step %d, are lost, and the next evaluation's are the best"
              .formatted(e.getMessage(), progress.bestStep));
      progress.bestAp = null;
      progress.bestStep = 0;
    }
  }

  private static void warnOfQueries(TrainConfig config, CocoDataset train, TrainListener listener) {
    int most = train.objectsPerImage().max();
    if (most > config.model().numQueries()) {
      long images =
          train.images().stream()
              .filter(i -> train.annotations(i.id()).size() > config.model().numQueries())
              .count();
      listener.onWarning(
          "%d of %d training images hold more objects (at most %d) than model.num_queries = %d;"
                  .formatted(images, train.images().size(), most, config.model().numQueries())
              + " the objects that fit worst are not learned from in a step");
    }
  }

  /** Where a training stands. */
  static final class Progress {
    /** Steps taken. */
    long step;

    /** Highest validation mask AP, or null before the first evaluation. */
    @Nullable Double bestAp;

    /** Steps taken when it was reached. */
    long bestStep;

    /** Steps taken at the latest evaluation. */
    long evaluatedStep;

    /** Steps taken in the state that is the last one on disk, or -1 when that is not usable. */
    long savedStep = -1;

    /** What could not be used so far. */
    final Incidents incidents = new Incidents();

    /** Where the state resumed from comes from, or null. */
    @Nullable Provenance provenance;

    /** What the training is at, for messages. */
    String doing = "the start";

    /** What resuming found that the user should know. */
    final List<String> warnings = new ArrayList<>();

    /** Seconds trained by the processes before this one. */
    double secondsBefore;

    /** Whether further evaluations are worth waiting for. */
    final EarlyStop earlyStop;

    Progress(EarlyStop earlyStop) {
      this.earlyStop = earlyStop;
    }

    /** What every process of several must know. */
    private record Shared(
        long step,
        @Nullable Double bestAp,
        long bestStep,
        long evaluatedStep,
        long savedStep,
        double secondsBefore,
        EarlyStop.State earlyStop,
        Map<String, Incident> incidents) {}

    /** Lets all processes go on from where the first does. */
    void copyFromFirst(Ranks ranks) {
      String mine =
          RunJson.write(
              new Shared(
                  step,
                  bestAp,
                  bestStep,
                  evaluatedStep,
                  savedStep,
                  secondsBefore,
                  earlyStop.state(),
                  incidents.named()));
      Shared first = RunJson.read(ranks.fromFirst(mine), Shared.class);
      step = first.step;
      bestAp = first.bestAp;
      bestStep = first.bestStep;
      evaluatedStep = first.evaluatedStep;
      savedStep = first.savedStep;
      secondsBefore = first.secondsBefore;
      earlyStop.restore(first.earlyStop);
      incidents.restore(first.incidents);
    }
  }

  /** The numbers of an evaluation that was not made. */
  static final Map<String, Double> NO_NUMBERS = Map.of();
}
