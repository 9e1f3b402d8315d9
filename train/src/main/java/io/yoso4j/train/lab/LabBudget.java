package io.yoso4j.train.lab;

/**
 * Length of a training.
 *
 * @param unit what is equal for all variants
 * @param amount above 0; whole for steps
 */
public record LabBudget(Unit unit, double amount) {
  /** What is equal for all variants. */
  public enum Unit {
    /** Steps of the optimiser. */
    STEPS,
    /** Minutes of a training's own time: faster variants make more steps. */
    MINUTES
  }
}
