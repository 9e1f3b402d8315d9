package io.yoso4j.train;

/** Ends a step that is to be left out; the weights are as before it. */
final class SkippedStep extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param reason one line
   */
  SkippedStep(String reason) {
    super(reason, null, false, false);
  }
}
