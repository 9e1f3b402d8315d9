package io.yoso4j.criterion;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs numbered tasks on a few threads, the calling one among them.
 *
 * <p>The caller works through the tasks itself and waits only for tasks that another thread has
 * begun, so that a busy or refusing executor delays nothing.
 */
final class Lanes {
  private final Executor executor;
  private final int parallelism;
  private final WorkspacePool workspaces;

  /**
   * Threads to run on.
   *
   * @param executor runs the tasks beside the calling thread; null = the common pool
   * @param parallelism threads at once, the caller's included; 0 = the common pool's and the caller
   * @param workspaces where every thread takes its buffers from
   */
  Lanes(@Nullable Executor executor, int parallelism, WorkspacePool workspaces) {
    this.executor = executor == null ? ForkJoinPool.commonPool() : executor;
    this.parallelism = parallelism == 0 ? ForkJoinPool.getCommonPoolParallelism() + 1 : parallelism;
    this.workspaces = workspaces;
  }

  /**
   * Runs all tasks and waits for them.
   *
   * @param tasks how many; numbered from 0
   * @param task what to do with a thread's workspace and a task's number
   */
  void run(int tasks, ObjIntConsumer<Workspace> task) {
    if (tasks == 0) {
      return;
    }
    Batch batch = new Batch(tasks, task);
    try {
      for (int lane = 1; lane < Math.min(parallelism, tasks); lane++) {
        executor.execute(batch);
      }
    } catch (RejectedExecutionException _) {
      // The caller does it all.
    }
    batch.run();
    batch.await();
  }

  private final class Batch implements Runnable {
    private final int tasks;
    private final ObjIntConsumer<Workspace> task;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Batch(int tasks, ObjIntConsumer<Workspace> task) {
      this.tasks = tasks;
      this.task = task;
      left = new CountDownLatch(tasks);
    }

    @Override
    public void run() {
      int mine = next.getAndIncrement();
      if (mine >= tasks) {
        return;
      }
      Workspace workspace = workspaces.borrow();
      for (; mine < tasks; mine = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.accept(workspace, mine);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          left.countDown();
        }
      }
      workspaces.giveBack(workspace);
    }

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          left.await();
          break;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (failure.get()) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
  }
}
