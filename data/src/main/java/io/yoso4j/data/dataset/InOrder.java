package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens files on all cores and takes what comes of them in order, so that neither results nor
 * errors depend on the number of threads.
 */
final class InOrder {

  /** Bounds what is held at a time; enough for every core to be busy. */
  private static final int CHUNK =
      Math.clamp(4L * Runtime.getRuntime().availableProcessors(), 8, 64);

  private InOrder() {}

  /**
   * @param take gets the outcomes one after the other; asking one of them throws the {@link
   *     DataException} of its work, if it failed so
   */
  static <T, R> void forEach(List<T> items, Function<T, R> work, Consumer<Supplier<R>> take) {
    for (int from = 0; from < items.size(); from += CHUNK) {
      items.subList(from, Math.min(items.size(), from + CHUNK)).parallelStream()
          .map(item -> attempt(item, work))
          .toList()
          .forEach(take);
    }
  }

  private static <T, R> Supplier<R> attempt(T item, Function<T, R> work) {
    try {
      R result = work.apply(item);
      return () -> result;
    } catch (DataException e) {
      return () -> {
        throw e;
      };
    }
  }
}
