package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.config.LearningRateSchedule;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageLoss;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.log.Metrics;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Loader;
import io.yoso4j.train.pipeline.Sample;
import java.util.LinkedHashMap;
import java.util.Map;

/** The steps of one training, with what surrounds them: logs, evaluations, checkpoints. */
final class TrainingLoop implements AutoCloseable {
  private final TrainConfig config;
  private final TrainingData data;
  private final YosoNetwork network;
  private final TrainListener listener;
  private final Trainer.Progress progress;
  private final TrainingStep step;
  private final LearningRateSchedule schedule;
  private final RunRecorder recorder;
  private final StepClock clock = new StepClock();
  private final Throughput throughput = new Throughput();
  private final long started = System.nanoTime();
  private long droppedObjects;
  private long unmatchedTargets;

  TrainingLoop(
      TrainConfig config,
      RunPaths paths,
      TrainingData data,
      YosoNetwork network,
      ModelOptimizer optimizer,
      TrainListener listener,
      Trainer.Progress progress,
      StepCriterion criterion,
      String commandLine) {
    this.config = config;
    this.data = data;
    this.network = network;
    this.listener = listener;
    this.progress = progress;
    schedule = LearningRateSchedule.of(config);
    step =
        new TrainingStep(
            config, network, optimizer, criterion, new FiniteCheck(data.train()), clock);
    recorder =
        new RunRecorder(config, paths, data, network, optimizer, listener, progress, commandLine);
  }

  RunSummary run() {
    CocoDataset val = data.val();
    listener.onStart(
        config,
        new TrainingInfo(
            progress.step,
            data.train().images().size(),
            val == null ? 0 : val.images().size(),
            data.train().categories().size(),
            network.parameters().trainableCount()));
    progress.warnings.forEach(warning -> recorder.warn(warning, seconds()));
    long steps = config.train().steps();
    if (val != null
        && progress.step > 0
        && due(config.eval().every())
        && progress.evaluatedStep < progress.step) {
      // The run was interrupted between this step and its evaluation.
      recorder.evaluate(val, seconds());
    }
    try (Loader loader = Loader.open(data.train(), config, progress.step)) {
      while (progress.step < steps) {
        step(loader);
        if (listener.stopRequested() && progress.step < steps) {
          recorder.checkpoint(seconds());
          return new RunSummary(
              progress.step, seconds(), true, Trainer.NO_NUMBERS, Trainer.NO_NUMBERS);
        }
        boolean last = progress.step == steps;
        if (val != null && (last || due(config.eval().every()))) {
          recorder.evaluate(val, seconds());
        }
        if (last || due(config.checkpoint().every())) {
          recorder.checkpoint(seconds());
        }
      }
    }
    reportLosses();
    InstanceEvaluation best = recorder.finish(seconds(), throughput.overall(), clock.seconds());
    return new RunSummary(
        progress.step,
        seconds(),
        false,
        best == null ? Trainer.NO_NUMBERS : best.segm().named(),
        best == null ? Trainer.NO_NUMBERS : best.bbox().named());
  }

  private boolean due(int every) {
    return every > 0 && progress.step % every == 0;
  }

  private double seconds() {
    return progress.secondsBefore + (System.nanoTime() - started) / 1e9;
  }

  private void step(Loader loader) {
    clock.skip();
    Batch batch = loader.next();
    for (Sample sample : batch.samples()) {
      sample.warnings().forEach(w -> recorder.warn(w, seconds()));
    }
    droppedObjects += batch.droppedObjects();
    clock.lap(StepClock.Part.DATA);
    double rate = schedule.at(progress.step);
    TrainingStep.Result result = step.take(batch, progress.step, rate);
    progress.step++;
    throughput.add(batch.samples().size());
    record(result.loss(), rate, result.gradientNorm());
  }

  private void record(LossReport result, double rate, double norm) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (StageLoss stage : result.stages()) {
      stage.weighted().forEach((term, value) -> losses.put(stage.name() + "_" + term, value));
    }
    result.stages().getLast().assignments().stream()
        .mapToInt(a -> a.unmatchedTargets().length)
        .forEach(n -> unmatchedTargets += n);
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

  private void reportLosses() {
    if (droppedObjects > 0) {
      recorder.warn(
          droppedObjects + " objects had no pixel left after scaling and cropping", seconds());
    }
    if (unmatchedTargets > 0) {
      recorder.warn(
          unmatchedTargets
              + " objects found no query because their image held more than model.num_queries = "
              + config.model().numQueries(),
          seconds());
    }
  }

  @Override
  public void close() {
    recorder.close();
    step.close();
  }
}
