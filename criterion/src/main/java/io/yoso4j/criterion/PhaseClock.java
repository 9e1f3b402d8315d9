package io.yoso4j.criterion;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
  private final Map<Phase, LongAdder> nanos = new EnumMap<>(Phase.class);
  private final long started = System.nanoTime();

  private PhaseClock(boolean on) {
    this.on = on;
    for (Phase phase : Phase.values()) {
      nanos.put(phase, new LongAdder());
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
    Objects.requireNonNull(nanos.get(phase)).add(now - since);
    return now;
  }

  private long nanos(Phase phase) {
    return Objects.requireNonNull(nanos.get(phase)).sum();
  }

  CriterionTimes times() {
    return new CriterionTimes(
        nanos(Phase.MATCHING),
        nanos(Phase.SAMPLING),
        nanos(Phase.LOSS),
        nanos(Phase.GRADIENT),
        System.nanoTime() - started);
  }
}
