package io.yoso4j.train;

/** An evaluation was left because the training is to stop; nothing of it is kept. */
final class EvaluationStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EvaluationStopped() {
    super("the evaluation was stopped");
  }
}
