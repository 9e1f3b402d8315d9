package io.yoso4j.train.criterion;

/** The loss of one batch; used on the thread and inside the tensor scope it was evaluated in. */
public sealed interface StepLoss extends AutoCloseable
    permits TensorCriterion.Loss, DeviceCriterion.Loss {
  /** Adds the gradient of the weighted total to every leaf's; once. */
  void backward();

  /**
   * The numbers. On a GPU the first call waits for them: call it where the step waits anyway, or
   * not at all in steps that nobody looks at.
   */
  LossReport report();

  @Override
  void close();
}
