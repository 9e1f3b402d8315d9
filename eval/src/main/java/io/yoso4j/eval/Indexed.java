package io.yoso4j.eval;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs independent pieces of work that each write to a place of their own. */
final class Indexed {
  private final int count;
  private final int batch;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Failed> failed = new AtomicReference<>();

  private record Failed(int index, Throwable thrown) {}

  private Indexed(int count, int batch) {
    this.count = count;
    this.batch = batch;
  }

  /** Runs an action that all threads share once for each of 0 to {@code count - 1}. */
  static void forEach(int count, int threads, IntConsumer action) {
    forEach(count, threads, 1, () -> action);
  }

  /**
   * Runs work once for each of 0 to {@code count - 1}, in any order. What fails first in the order
   * of indices is thrown, whatever the number of threads.
   *
   * @param batch how many neighbours a thread takes at once
   * @param workers makes one worker for each thread
   */
  static void forEach(int count, int threads, int batch, Supplier<? extends IntConsumer> workers) {
    Indexed work = new Indexed(count, batch);
    int helpers = Math.min(threads, (count + batch - 1) / batch) - 1;
    Thread[] started = new Thread[Math.max(helpers, 0)];
    for (int i = 0; i < started.length; i++) {
      started[i] =
          Thread.ofPlatform()
              .daemon()
              .name("yoso4j-eval-" + i)
              .unstarted(
                  new Runnable() {
                    @Override
                    public void run() {
                      work.run(workers);
                    }
                  });
      started[i].start();
    }
    work.run(workers);
    for (Thread thread : started) {
      joinUninterruptibly(thread);
    }
    Failed first = work.failed.get();
    if (first != null) {
      switch (first.thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError(first.thrown);
      }
    }
  }

  private void run(Supplier<? extends IntConsumer> workers) {
    int at = 0;
    try {
      IntConsumer worker = null;
      // Batches are handed out in order, so one that could fail earlier is already being worked on.
      for (int from = take(); from < count && failed.get() == null; from = take()) {
        if (worker == null) {
          worker = workers.get();
        }
        int end = Math.min(count, from + batch);
        for (at = from; at < end; at++) {
          worker.accept(at);
        }
      }
    } catch (RuntimeException | Error e) {
      Failed mine = new Failed(at, e);
      failed.accumulateAndGet(
          mine, (a, b) -> a == null || (b != null && b.index < a.index) ? b : a);
    }
  }

  private int take() {
    // Counted in batches: the number of pieces may be close to the largest int.
    long from = (long) next.getAndIncrement() * batch;
    return (int) Math.min(from, count);
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
