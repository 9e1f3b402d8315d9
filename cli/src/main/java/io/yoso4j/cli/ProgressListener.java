package io.yoso4j.cli;

import io.yoso4j.train.EvalMetrics;
import io.yoso4j.train.StepMetrics;
import io.yoso4j.train.StepProfile;
import io.yoso4j.train.TrainListener;
import io.yoso4j.train.TrainingInfo;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.Locale;

/** What the trainer tells, as the terminal's progress takes it. */
final class ProgressListener implements TrainListener {

  private final TrainProgress progress;
  private final Runnable report;
  private boolean reportFailed;

  /**
   * @param report writes the report of what there is so far
   */
  ProgressListener(TrainProgress progress, Runnable report) {
    this.progress = progress;
    this.report = report;
  }

  @Override
  public void onStart(TrainConfig config, TrainingInfo info) {
    progress.started(
        String.format(
            Locale.ROOT,
            "%d training and %d validation images, %d classes; network of %.1f M parameters",
            info.trainImages(),
            info.valImages(),
            info.classes(),
            info.parameters() / 1e6),
        info.firstStep(),
        config.train().steps());
  }

  @Override
  public void onStep(StepMetrics metrics) {
    progress.step(metrics.step(), metrics.loss(), metrics.losses(), metrics.imagesPerSecond());
  }

  @Override
  public void onEval(EvalMetrics metrics) {
    progress.evaluated(metrics.step(), metrics.segm(), metrics.bbox());
    if (reportFailed) {
      return;
    }
    try {
      report.run();
    } catch (RuntimeException e) {
      // No reason to stop a training; the run's end tries once more, and says what is wrong.
      reportFailed = true;
      progress.warned("no report.html while training: " + Failure.of(e).message());
    }
  }

  @Override
  public void onCheckpoint(long step, Path file) {
    progress.saved(file);
  }

  @Override
  public void onProfile(StepProfile profile) {
    progress.profiled(profile);
  }

  @Override
  public void onWarning(String message) {
    progress.warned(message);
  }

  @Override
  public boolean stopRequested() {
    return progress.stopRequested();
  }
}
