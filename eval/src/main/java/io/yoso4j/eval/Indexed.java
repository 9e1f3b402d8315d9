package io.yoso4j.eval;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs independent pieces of work that each write to a place of their own. */
final class Indexed {
  private Indexed() {}

  /** Runs the action once for each of 0 to {@code count - 1}, in any order. */
  static void forEach(int count, int threads, IntConsumer action) {
    if (threads == 1 || count < 2) {
      for (int i = 0; i < count; i++) {
        action.accept(i);
      }
      return;
    }
    // A parallel stream that is started inside a pool runs on that pool.
    try (ForkJoinPool pool = new ForkJoinPool(Math.min(threads, count))) {
      pool.submit(() -> IntStream.range(0, count).parallel().forEach(action)).join();
    }
  }
}
