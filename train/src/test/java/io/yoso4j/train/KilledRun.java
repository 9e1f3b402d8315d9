package io.yoso4j.train;

import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process that {@link KillTest} kills: trains, or goes on, and says how far it got. */
final class KilledRun {
  /** Printed before the first step. */
  static final String STARTED = "started";

  private KilledRun() {}

  /** Saves after every step, so that much of the time goes into saving. */
  static TrainConfig config(Path shapes, int steps) {
    return SmallRuns.smallest(
        shapes,
        "train.steps=" + steps,
        "eval.every=7",
        "checkpoint.every=1",
        "checkpoint.keep=3",
        "engine.threads=1");
  }

  /**
   * @param args folder of the data set, run folder, steps
   */
  public static void main(String[] args) {
    Path out = Path.of(args[1]);
    RunMode mode =
        new RunPaths(out).resumable()
            ? RunMode.RESUME
            : Files.exists(out) ? RunMode.OVERWRITE : RunMode.NEW;
    TrainConfig config = config(Path.of(args[0]), Integer.parseInt(args[2]));
    Trainer.run(
        config,
        out,
        mode,
        new TrainListener() {
          @Override
          public void onStart(TrainConfig started, TrainingInfo info) {
            System.out.println(STARTED);
          }

          @Override
          public void onWarning(String message) {
            System.out.println("warning: " + message);
          }
        },
        "test");
  }
}
