package io.yoso4j.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where the operator sequence spends its time, summed over the calls since the last reset. */
final class PhaseClock {
  /** Parts of an evaluation. */
  enum Phase {
    MATCHER,
    CLASSES,
    MASKS,
    BACKWARD
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private int evaluations;

  <T> T time(Phase phase, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    nanos.merge(phase, System.nanoTime() - start, Long::sum);
    return result;
  }

  void evaluated() {
    evaluations++;
  }

  void reset() {
    nanos.clear();
    evaluations = 0;
  }

  /** Mean milliseconds per evaluation. */
  double milliseconds(Phase phase) {
    return nanos.getOrDefault(phase, 0L) * 1e-6 / Math.max(1, evaluations);
  }
}
