package io.yoso4j.cli;

import io.yoso4j.train.StepProfile;
import java.nio.file.Path;
import java.util.Map;

/** Told about a training run as it goes. */
interface TrainProgress {

  /**
   * @param description what is about to happen, in one line
   * @param firstStep 0, or where a resumed run goes on
   */
  void started(String description, long firstStep, long totalSteps);

  /**
   * @param step the number of steps done, from 1
   * @param terms weighted loss terms by name, for example {@code s1_loss_mask}
   */
  void step(long step, double loss, Map<String, Double> terms, double imagesPerSecond);

  /** An evaluation on held-out images. */
  void evaluated(long step, Map<String, Double> segm, Map<String, Double> bbox);

  /** A checkpoint is on disk. */
  void saved(Path checkpoint);

  /** Where the time of all steps went. */
  void profiled(StepProfile profile);

  /** Something that was decided for the user. */
  void note(String message);

  /** Something the user should know. */
  void warned(String message);

  /** Whether to finish the current step, save a checkpoint and stop. */
  boolean stopRequested();
}
