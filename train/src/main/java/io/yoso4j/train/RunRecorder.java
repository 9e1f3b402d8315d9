package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResults;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.config.CheckpointSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.distributed.Ranks;
import io.yoso4j.train.log.Metrics;
import io.yoso4j.train.log.MetricsLog;
import io.yoso4j.train.log.MetricsSink;
import io.yoso4j.train.log.TensorBoardWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training writes into its run folder. */
final class RunRecorder implements AutoCloseable {
  private final TrainConfig config;
  private final RunPaths paths;
  private final TrainingData data;
  private final TrainingState state;
  private final TrainListener listener;
  private final Trainer.Progress progress;
  private final Ranks ranks;
  private final Provenance provenance;
  private final Checkpoints checkpoints;
  private final List<MetricsSink> sinks = new ArrayList<>();

  /** The last evaluation, kept because the final numbers are often those. */
  private @Nullable InstanceEvaluation latest;

  private long latestStep = -1;

  RunRecorder(
      TrainConfig config,
      RunPaths paths,
      TrainingData data,
      TrainingState state,
      TrainListener listener,
      Trainer.Progress progress,
      Ranks ranks,
      Provenance provenance) {
    this.config = config;
    this.paths = paths;
    this.data = data;
    this.state = state;
    this.listener = listener;
    this.progress = progress;
    this.ranks = ranks;
    this.provenance = provenance;
    checkpoints = new Checkpoints(paths, config.checkpoint().keep(), progress.savedStep);
    if (!ranks.first()) {
      return;
    }
    sinks.add(
        progress.step > 0
            ? MetricsLog.resume(paths.metricsLog(), progress.step, listener::onWarning)
            : MetricsLog.create(paths.metricsLog(), listener::onWarning));
    if (config.log().tensorboard()) {
      sinks.add(TensorBoardWriter.open(paths.tensorboard(), progress.step, listener::onWarning));
    }
  }

  void write(Metrics entry) {
    sinks.forEach(sink -> sink.write(entry));
  }

  void warn(String message, double seconds) {
    write(new Metrics.Warning(progress.step, seconds, message));
    listener.onWarning(message);
  }

  /**
   * Evaluates, logs, and keeps the weights when no earlier ones were better.
   *
   * @throws EvaluationStopped if the training is asked to stop meanwhile
   */
  void evaluate(CocoDataset val, double seconds) {
    progress.doing = "the evaluation after step " + progress.step;
    listener.onEvalStart(progress.step, val.images().size());
    InstanceEvaluation evaluation;
    try (AveragedWeights.Exchanged _ = state.average().exchange()) {
      evaluation = measure(val);
    }
    if (evaluation != null) {
      Map<String, Double> segm = evaluation.segm().named();
      Map<String, Double> bbox = evaluation.bbox().named();
      write(new Metrics.Eval(progress.step, seconds, segm, bbox));
      listener.onResults(evaluation.results());
      listener.onEval(new EvalMetrics(progress.step, seconds, segm, bbox));
    }
    Double best = progress.bestAp;
    double ap = ranks.fromFirst(evaluation == null ? 0 : evaluation.segm().ap());
    if (best == null || ap > best) {
      keepBest(ap, seconds);
    }
    progress.earlyStop.evaluated(ap);
    progress.evaluatedStep = progress.step;
    latest = evaluation;
    latestStep = progress.step;
  }

  /** Null on all processes but the first. */
  private @Nullable InstanceEvaluation measure(CocoDataset val) {
    try (Segmenter segmenter =
        Segmenter.of(state.network().inference(ElementType.FLOAT32), Inference.options(config))) {
      return ShardedEvaluation.run(segmenter, val, ranks, listener::stopRequested);
    }
  }

  void checkpoint(double seconds) {
    if (ranks.first()) {
      save(seconds);
    }
  }

  /** Saves the state whichever process this is. */
  void rescue(double seconds) {
    if (!ranks.first()) {
      checkpoints.lookAgain();
    }
    save(seconds);
  }

  private void save(double seconds) {
    checkpoints.save(state.tensors(), info(seconds), card());
    progress.savedStep = progress.step;
    listener.onCheckpoint(progress.step, paths.lastCheckpoint());
  }

  /** As {@link #checkpoint}, for a state that is not the run's last: failures may be let pass. */
  void checkpointBetween(double seconds) {
    tolerating(() -> checkpoint(seconds), seconds);
  }

  private void keepBest(double ap, double seconds) {
    Double beforeAp = progress.bestAp;
    long beforeStep = progress.bestStep;
    progress.bestAp = ap;
    progress.bestStep = progress.step;
    boolean saved = false;
    try {
      boolean mine =
          tolerating(
              () -> {
                if (ranks.first()) {
                  saveBest(seconds);
                  listener.onCheckpoint(progress.step, paths.bestCheckpoint());
                }
              },
              seconds);
      saved = ranks.fromFirst(mine ? 1 : 0) > 0;
    } finally {
      if (!saved) {
        progress.bestAp = beforeAp;
        progress.bestStep = beforeStep;
      }
    }
  }

  /** Whether it could be saved; false only where {@code checkpoint.on_error} lets that pass. */
  private boolean tolerating(Runnable save, double seconds) {
    try {
      save.run();
      return true;
    } catch (TrainException e) {
      if (e.kind() != TrainException.Kind.WRITE
          || progress.step == config.train().steps()
          || config.checkpoint().onError() == CheckpointSettings.OnError.STOP) {
        throw e;
      }
      String what = "step %d: %s".formatted(progress.step, e.getMessage());
      progress.incidents.add(Incidents.Kind.FAILED_CHECKPOINTS, 1, what);
      warn(what + "; the training goes on, and what was saved before stands", seconds);
      return false;
    }
  }

  private void saveBest(double seconds) {
    Checkpoint.write(paths.bestCheckpoint(), state.average().tensors(), info(seconds), card());
  }

  private ModelCard card() {
    return Inference.card(config, data.train().categories());
  }

  private CheckpointInfo info(double seconds) {
    return new CheckpointInfo(
        progress.step,
        progress.bestAp,
        progress.bestStep,
        progress.evaluatedStep,
        progress.earlyStop.state(),
        progress.incidents.named(),
        seconds,
        config.seed(),
        data.train().categories(),
        config.toYaml(),
        provenance);
  }

  /**
   * Writes the final numbers and results, from the best weights, which the network then holds.
   * Without validation images the last weights are also the best.
   *
   * @throws EvaluationStopped if the training is asked to stop meanwhile
   */
  @Nullable InstanceEvaluation finish(
      double seconds, double imagesPerSecond, Map<String, Double> parts) {
    CocoDataset val = data.val();
    InstanceEvaluation best = null;
    long bestStep = progress.step;
    if (val != null) {
      Map<String, Tensor> weights = state.network().parameters().tensors();
      if (ranks.first()) {
        Checkpoint checkpoint = Checkpoint.read(paths.bestCheckpoint());
        checkpoint.restore(weights);
        bestStep = checkpoint.info().step();
      }
      ranks.copyFromFirst(List.copyOf(weights.values()));
      bestStep = (long) ranks.fromFirst((double) bestStep);
      best = latestStep == bestStep ? latest : measure(val);
    }
    if (!ranks.first()) {
      return null;
    }
    if (best == null) {
      saveBest(seconds);
    } else {
      CocoResults.write(paths.results(), data.train().categories(), best.results());
    }
    Map<String, Object> training = RunMetrics.training(progress.step, seconds, imagesPerSecond);
    training.put("seconds_by_part", parts);
    RunMetrics.write(
        paths.metrics(),
        data,
        best,
        bestStep,
        training,
        config.seed(),
        progress.incidents.named(),
        provenance);
    return best;
  }

  @Override
  public void close() {
    sinks.forEach(MetricsSink::close);
  }
}
