package io.yoso4j.criterion;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs numbered tasks on a few threads, each with a worker of its own. */
final class Lanes {
  private Lanes() {}

  /**
   * Runs all tasks and waits for them.
   *
   * @param parallelism threads at once, 0 = the common pool's and the caller
   * @param tasks how many; numbered from 0
   * @param worker makes what one thread runs its tasks on
   */
  static void run(int parallelism, int tasks, Supplier<IntConsumer> worker) {
    int wanted = parallelism == 0 ? ForkJoinPool.getCommonPoolParallelism() + 1 : parallelism;
    int lanes = Math.min(wanted, tasks);
    AtomicInteger next = new AtomicInteger();
    IntStream range = IntStream.range(0, lanes);
    (lanes > 1 ? range.parallel() : range)
        .forEach(_ -> {
          IntConsumer mine = worker.get();
          for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
            mine.accept(task);
          }
        });
  }
}
