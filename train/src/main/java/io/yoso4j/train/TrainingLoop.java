package io.yoso4j.train;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.train.config.LearningRateSchedule;
import io.yoso4j.train.config.LoopSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageLoss;
import io.yoso4j.train.distributed.RankLocks;
import io.yoso4j.train.distributed.Ranks;
import io.yoso4j.train.log.Metrics;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Loader;
import io.yoso4j.train.pipeline.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of one training, with what surrounds them: logs, evaluations, checkpoints. */
final class TrainingLoop implements AutoCloseable {
  private final TrainConfig config;
  private final TrainingData data;
  private final TrainingState state;
  private final TrainListener listener;
  private final Trainer.Progress progress;
  private final TrainingStep step;
  private final LearningRateSchedule schedule;
  private final RunRecorder recorder;
  private final Throughput throughput = new Throughput();
  private final long started = System.nanoTime();
  private final BufferGuard buffers;
  private long firstStep;
  private final RunPaths paths;
  private final Ranks ranks;
  private final RankLocks locks;
  private final StepExchange exchange;
  private boolean inStep;

  TrainingLoop(
      TrainConfig config,
      RunPaths paths,
      TrainingData data,
      TrainingState state,
      TrainingStep step,
      TrainListener listener,
      Trainer.Progress progress,
      Ranks ranks,
      StepExchange exchange,
      Provenance provenance) {
    this.config = config;
    this.data = data;
    this.state = state;
    this.step = step;
    this.listener = listener;
    this.progress = progress;
    schedule = LearningRateSchedule.of(config);
    this.paths = paths;
    this.ranks = ranks;
    this.exchange = exchange;
    locks = ranks.several() ? RankLocks.hold(paths.rankLocks(), ranks.rank()) : RankLocks.none();
    buffers =
        ranks.several() || config.train().onNonFinite() == LoopSettings.OnNonFinite.SKIP
            ? BufferGuard.of(state.network().parameters())
            : BufferGuard.none();
    recorder = new RunRecorder(config, paths, data, state, listener, progress, ranks, provenance);
  }

  RunSummary run() {
    try {
      return steps();
    } catch (EvaluationStopped stopped) {
      return interrupted();
    } catch (RankGroupException lost) {
      if (inStep) {
        buffers.restore();
      }
      throw new Rescue(ranks, locks, paths)
          .after(lost, progress.step, progress.doing, () -> recorder.rescue(seconds()));
    }
  }

  private RunSummary steps() {
    CocoDataset val = data.val();
    listener.onStart(
        config,
        new TrainingInfo(
            progress.step,
            data.train().images().size(),
            val == null ? 0 : val.images().size(),
            data.train().categories().size(),
            state.network().parameters().trainableCount()));
    progress.warnings.forEach(warning -> recorder.warn(warning, seconds()));
    long steps = config.train().steps();
    if (val != null
        && progress.step > 0
        && (progress.step == steps || due(config.eval().every()))
        && progress.evaluatedStep < progress.step) {
      // The run was interrupted between this step and its evaluation.
      evaluate(val);
      if (progress.step == steps) {
        saveForGood();
      }
    }
    firstStep = progress.step;
    long batches = progress.step * config.train().accumulate();
    try (Loader loader = Loader.open(data.train(), config, batches, ranks.shard())) {
      while (progress.step < steps && !progress.earlyStop.reached()) {
        progress.doing = "step " + (progress.step + 1);
        step(loader);
        if (exchange.stopRequested() && progress.step < steps) {
          return paused(loader);
        }
        boolean last = progress.step == steps;
        if (val != null && (last || due(config.eval().every()))) {
          evaluate(val);
        }
        if (last || progress.earlyStop.reached()) {
          saveForGood();
        } else if (due(config.checkpoint().every())) {
          shareIncidents();
          recorder.checkpointBetween(seconds());
        }
        if (progress.step < steps && listener.pauseRequested()) {
          return paused(loader);
        }
      }
      profile(loader);
    }
    if (progress.step < steps) {
      recorder.warn(progress.earlyStop.reason(), seconds());
    }
    progress.incidents.lines().forEach(line -> recorder.warn(line, seconds()));
    InstanceEvaluation best =
        recorder.finish(seconds(), throughput.overall(), step.clock().seconds());
    return new RunSummary(
        progress.step,
        seconds(),
        false,
        best == null ? Trainer.NO_NUMBERS : best.segm().named(),
        best == null ? Trainer.NO_NUMBERS : best.bbox().named());
  }

  /** Saves the state and leaves. */
  private RunSummary paused(Loader loader) {
    saveForGood();
    profile(loader);
    return interrupted();
  }

  private RunSummary interrupted() {
    return new RunSummary(progress.step, seconds(), true, Trainer.NO_NUMBERS, Trainer.NO_NUMBERS);
  }

  /** The others stay until the state is on disk: should the first be lost, they save it. */
  private void saveForGood() {
    shareIncidents();
    recorder.checkpoint(seconds());
    ranks.waitForAll();
  }

  /** Evaluates; stopped meanwhile, it saves the state, from which a resumed run evaluates anew. */
  private void evaluate(CocoDataset val) {
    try {
      recorder.evaluate(val, seconds());
    } catch (EvaluationStopped stopped) {
      saveForGood();
      throw stopped;
    }
  }

  private void profile(Loader loader) {
    listener.onProfile(
        new StepProfile(
            progress.step - firstStep,
            throughput.images(),
            step.clock().seconds(),
            loader.profile(),
            config.data().loaderThreads()));
  }

  private boolean due(int every) {
    return every > 0 && progress.step % every == 0;
  }

  private double seconds() {
    return progress.secondsBefore + (System.nanoTime() - started) / 1e9;
  }

  private void step(Loader loader) {
    step.clock().skip();
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < config.train().accumulate(); i++) {
      Batch batch = loader.next();
      count(batch);
      batches.add(batch);
    }
    step.clock().lap(StepClock.Part.DATA);
    double rate = schedule.at(progress.step);
    buffers.remember();
    inStep = true;
    try {
      TrainingStep.Result result = step.take(batches, progress.step, rate);
      progress.step++;
      inStep = false;
      List<Sample> samples = batches.stream().flatMap(b -> b.samples().stream()).toList();
      throughput.add(config.train().batchSize() * config.train().accumulate());
      count(result.loss(), samples);
      record(result.loss(), rate, result.gradientNorm());
    } catch (SkippedStep skipped) {
      buffers.restore();
      progress.step++;
      inStep = false;
      recorder.warn(String.valueOf(skipped.getMessage()), seconds());
      listener.onSkippedStep(progress.step);
    }
  }

  /** Lets every process know what the others could not use: any of them may save the state. */
  private void shareIncidents() {
    if (!ranks.several()) {
      return;
    }
    List<String> all = ranks.gather(RunJson.write(progress.incidents.takeUntold()));
    for (int rank = 0; rank < all.size(); rank++) {
      if (rank != ranks.rank()) {
        progress.incidents.add(RunJson.read(all.get(rank), Incidents.Met.class));
      }
    }
  }

  private void count(Batch batch) {
    for (Sample sample : batch.samples()) {
      for (String unreadable : sample.warnings()) {
        if (progress.incidents.add(Incidents.Kind.UNREADABLE_IMAGES, 1, unreadable)) {
          recorder.warn(unreadable, seconds());
        }
      }
      progress.incidents.add(
          Incidents.Kind.EMPTY_OBJECTS, sample.droppedObjects(), name(sample.imageId()));
    }
  }

  private void count(LossReport loss, List<Sample> samples) {
    List<Assignment> assignments = loss.stages().getLast().assignments();
    for (int image = 0; image < assignments.size(); image++) {
      progress.incidents.add(
          Incidents.Kind.UNMATCHED_OBJECTS,
          assignments.get(image).unmatchedTargets().length,
          name(samples.get(image).imageId()));
    }
  }

  private String name(long imageId) {
    return data.train().image(imageId).fileName();
  }

  private void record(LossReport result, double rate, double norm) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (StageLoss stage : result.stages()) {
      stage.weighted().forEach((term, value) -> losses.put(stage.name() + "_" + term, value));
    }
    double speed = throughput.recent();
    if (progress.step == 1 || due(config.log().every())) {
      recorder.write(
          new Metrics.Step(progress.step, seconds(), rate, result.total(), norm, speed, losses));
    }
    listener.onStep(
        new StepMetrics(
            progress.step,
            config.train().steps(),
            seconds(),
            rate,
            result.total(),
            norm,
            speed,
            losses));
  }

  @Override
  public void close() {
    recorder.close();
    buffers.close();
    locks.close();
  }
}
