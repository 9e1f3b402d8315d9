package io.yoso4j.train;

import org.jspecify.annotations.Nullable;

/** Ends a training once its validation mask AP has not risen for a number of evaluations. */
final class EarlyStop {
  /**
   * What it depends on, kept in checkpoints.
   *
   * @param reference the mask AP that counted last, or null before the first evaluation
   * @param stale evaluations since
   */
  record State(@Nullable Double reference, int stale) {
    /** Before the first evaluation. */
    static final State START = new State(null, 0);

    /** Checks the values, which may come from any file. */
    State {
      if (stale < 0) {
        throw new IllegalArgumentException("stale must be at least 0, but is " + stale);
      }
    }
  }

  private final int patience;
  private final double minDelta;
  private State state = State.START;

  /**
   * @param patience evaluations without a rise; 0 never ends a training
   * @param minDelta smallest rise
   */
  EarlyStop(int patience, double minDelta) {
    this.patience = patience;
    this.minDelta = minDelta;
  }

  /** Goes on from a checkpoint. */
  void restore(State saved) {
    state = saved;
  }

  State state() {
    return state;
  }

  /** An evaluation gave this mask AP. */
  void evaluated(double ap) {
    Double reference = state.reference;
    state =
        reference == null || ap > reference + minDelta
            ? new State(ap, 0)
            : new State(reference, state.stale + 1);
  }

  /** Whether the training is to end. */
  boolean reached() {
    return patience > 0 && state.stale >= patience;
  }

  /** One line on why it ended. */
  String reason() {
    return "ended early: the mask AP has not risen by more than %s above %.4f in %d evaluations"
            .formatted(minDelta, state.reference, state.stale)
        + " (eval.patience)";
  }
}
