package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.List;

/** Hears of a training as it goes; called on the training thread. */
public interface TrainListener {
  /** Training starts (or goes on) at {@code firstStep}. */
  default void onStart(TrainConfig config, TrainingInfo info) {}

  /** A step was made. */
  default void onStep(StepMetrics metrics) {}

  /** A step was left out, as its loss was not finite; {@link #onWarning} has told why. */
  default void onSkippedStep(long step) {}

  /** An evaluation begins. */
  default void onEvalStart(long step, int images) {}

  /** An evaluation ended. */
  default void onEval(EvalMetrics metrics) {}

  /** What the evaluation found, told before its numbers; called where those are. */
  default void onResults(List<CocoResult> results) {}

  /** A checkpoint was written. */
  default void onCheckpoint(long step, Path file) {}

  /** The last step was made: where the time of all steps went. */
  default void onProfile(StepProfile profile) {}

  /** Something the user should know. */
  default void onWarning(String message) {}

  /**
   * Asked after every step and the evaluation that may follow it: true ends the training there,
   * after a checkpoint. For trainings that take turns.
   */
  default boolean pauseRequested() {
    return false;
  }

  /** Asked after every step: true ends the training after a checkpoint. */
  default boolean stopRequested() {
    return false;
  }
}
