package io.yoso4j.train.config;

import java.util.Arrays;

/**
 * The learning rate as a pure function of the step: {@code lr · warmup(step) · decay(step)}.
 *
 * <p>Steps count from 0: {@link #at} gives the rate with which step {@code step} is made. During
 * the warm-up the factor rises linearly from {@code warmup_factor} at step 0 to 1 at {@code
 * warmup_steps}. A milestone m acts from step m on. The formulas are those of detectron2's warm-up
 * multi-step and warm-up cosine schedules, and of YOSO's warm-up polynomial one (without a constant
 * ending).
 */
public final class LearningRateSchedule {
  private final OptimSettings optim;
  private final int steps;
  private final long[] milestones;

  private LearningRateSchedule(OptimSettings optim, int steps, long[] milestones) {
    this.optim = optim;
    this.steps = steps;
    this.milestones = milestones;
  }

  /** The schedule of a configuration. */
  public static LearningRateSchedule of(TrainConfig config) {
    return of(config.optim(), config.train().steps());
  }

  /**
   * @param optim base rate, warm-up and course
   * @param steps steps of the whole training, positive
   */
  public static LearningRateSchedule of(OptimSettings optim, int steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException("steps must be positive, but is " + steps);
    }
    long[] milestones =
        optim.milestones().stream()
            .mapToLong(m -> m <= 1 ? Math.round(m * steps) : Math.round(m))
            .sorted()
            .toArray();
    return new LearningRateSchedule(optim, steps, milestones);
  }

  /** The base learning rate at a step, before multipliers of single parameters. */
  public double at(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative, but is " + step);
    }
    return optim.lr() * warmup(step) * decay(step);
  }

  private double warmup(long step) {
    if (step >= optim.warmupSteps()) {
      return 1;
    }
    double progress = (double) step / optim.warmupSteps();
    return optim.warmupFactor() * (1 - progress) + progress;
  }

  private double decay(long step) {
    return switch (optim.schedule()) {
      case CONSTANT -> 1;
      case STEP ->
          Math.pow(
              optim.gamma(), (double) Arrays.stream(milestones).filter(m -> m <= step).count());
      case COSINE -> 0.5 * (1 + Math.cos(Math.PI * Math.min(step, steps) / steps));
      case POLY -> Math.pow(1 - (double) Math.min(step, steps) / steps, optim.polyPower());
    };
  }
}
