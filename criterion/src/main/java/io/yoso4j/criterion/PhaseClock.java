package io.yoso4j.criterion;

import java.util.concurrent.atomic.LongAdder;

/** Adds up the time of parts of an evaluation over all threads, or does nothing. */
final class PhaseClock {
  /** The clock of evaluations that nobody times. */
  static final PhaseClock OFF = new PhaseClock(false);

  /** Parts of an evaluation; see {@link CriterionTimes}. */
  enum Phase {
    MATCHING,
    SAMPLING,
    LOSS,
    GRADIENT
  }

  private final boolean on;
  private final LongAdder[] nanos = new LongAdder[Phase.values().length];
  private final long started = System.nanoTime();

  private PhaseClock(boolean on) {
    this.on = on;
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = new LongAdder();
    }
  }

  static PhaseClock start() {
    return new PhaseClock(true);
  }

  /** The time to give to the first {@link #lap}. */
  long now() {
    return on ? System.nanoTime() : 0;
  }

  /** Adds the time since {@code since} to a part, and returns the time. */
  long lap(Phase phase, long since) {
    if (!on) {
      return 0;
    }
    long now = System.nanoTime();
    nanos[phase.ordinal()].add(now - since);
    return now;
  }

  CriterionTimes times() {
    return new CriterionTimes(
        nanos[Phase.MATCHING.ordinal()].sum(),
        nanos[Phase.SAMPLING.ordinal()].sum(),
        nanos[Phase.LOSS.ordinal()].sum(),
        nanos[Phase.GRADIENT.ordinal()].sum(),
        System.nanoTime() - started);
  }
}
