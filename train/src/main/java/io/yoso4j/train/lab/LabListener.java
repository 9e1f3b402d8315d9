package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/** Hears of a comparison as it goes; called on its thread. */
public interface LabListener {
  /** How fast the variants are is about to be measured. */
  default void onWarmUp(int variants) {}

  /**
   * The trainings begin or go on.
   *
   * @param seconds that all that is left will take
   * @param stepsDone by processes before this one
   */
  default void onPlan(LabPlan plan, double seconds, long stepsDone) {}

  /**
   * A step was made.
   *
   * @param run such as {@code set-seed0}
   * @param done steps of all trainings
   * @param all steps of all trainings together
   */
  default void onStep(String run, long done, long all) {}

  /**
   * A training made its turn.
   *
   * @param run such as {@code set-seed0}
   * @param ap of the evaluation at its end; null if it was stopped before
   * @param millisPerStep in this turn
   * @param secondsLeft until everything is done
   */
  default void onTurn(
      String run,
      long step,
      int steps,
      @Nullable Double ap,
      double millisPerStep,
      double secondsLeft) {}

  /** All trainings are done; something else is, in words. */
  default void onMeasure(String what) {}

  /** Something the user should know. */
  default void onWarning(String message) {}

  /** Asked after every step: true stops the comparison, which can go on later. */
  default boolean stopRequested() {
    return false;
  }
}
