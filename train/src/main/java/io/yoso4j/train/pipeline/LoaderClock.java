package io.yoso4j.train.pipeline;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Where the time of making samples goes, over all threads that make them. Thread-safe. */
final class LoaderClock {
  /** Parts of making a sample. They do not overlap. */
  enum Part {
    /** Reading and decoding a file; nothing where the image is kept in memory. */
    DECODE,
    RESIZE,
    /** Flips, turns, padding and changes of colour, in one pass. */
    JITTER,
    /** Moving outlines and drawing masks. */
    RASTERISE
  }

  private static final ScopedValue<LoaderClock> CURRENT = ScopedValue.newInstance();

  private final Map<Part, LongAdder> parts = new EnumMap<>(Part.class);
  private final LongAdder whole = new LongAdder();
  private final LongAdder samples = new LongAdder();

  LoaderClock() {
    for (Part part : Part.values()) {
      parts.put(part, new LongAdder());
    }
  }

  /** Makes a sample; whatever it does {@link #timed} counts here. */
  <T> T sample(Supplier<T> making) {
    long start = System.nanoTime();
    T made = ScopedValue.where(CURRENT, this).call(making::get);
    whole.add(System.nanoTime() - start);
    samples.increment();
    return made;
  }

  /** Does some work of the sample that this thread makes, or just does it. */
  static <T> T timed(Part part, Supplier<T> work) {
    if (!CURRENT.isBound()) {
      return work.get();
    }
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      CURRENT.get().add(part, System.nanoTime() - start);
    }
  }

  private void add(Part part, long nanos) {
    Objects.requireNonNull(parts.get(part)).add(nanos);
  }

  LoaderProfile profile() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    parts.forEach(
        (part, nanos) -> seconds.put(part.name().toLowerCase(Locale.ROOT), nanos.sum() / 1e9));
    return new LoaderProfile(samples.sum(), whole.sum() / 1e9, seconds);
  }
}
