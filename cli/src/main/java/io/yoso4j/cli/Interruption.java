package io.yoso4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C into a request to stop, and holds the process until the work has saved its
 * checkpoint.
 *
 * <p>The virtual machine answers the signal by running its shutdown hooks and then ends with 128
 * plus the signal's number, so 130 after Ctrl-C. The hook waits for {@link #close()}; the working
 * thread prints what it has to say before it calls it.
 */
final class Interruption implements AutoCloseable {

  private static final long PATIENCE_MINUTES = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final PrintWriter err;
  private final String stopping;
  private final BooleanSupplier worthWaiting;
  private final Thread hook;
  private volatile boolean requested;

  private Interruption(PrintWriter err, String stopping, BooleanSupplier worthWaiting) {
    this.err = err;
    this.stopping = stopping;
    this.worthWaiting = worthWaiting;
    this.hook = new Thread(this::stopAndWait, "yoso4j-interrupt");
  }

  /**
   * @param worthWaiting whether there is anything to save when the signal comes
   */
  static Interruption watch(PrintWriter err, BooleanSupplier worthWaiting) {
    return watch(
        err, "Stopping: finishing this step or image and saving a checkpoint ...", worthWaiting);
  }

  /**
   * @param stopping said when the signal comes
   */
  static Interruption watch(PrintWriter err, String stopping) {
    return watch(err, stopping, () -> true);
  }

  private static Interruption watch(
      PrintWriter err, String stopping, BooleanSupplier worthWaiting) {
    Interruption interruption = new Interruption(err, stopping, worthWaiting);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  boolean requested() {
    return requested;
  }

  private void stopAndWait() {
    requested = true;
    if (!worthWaiting.getAsBoolean()) {
      return;
    }
    err.println();
    err.println(stopping);
    err.flush();
    try {
      if (!finished.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        err.println(
            "yoso4j: warning: this did not end in "
                + PATIENCE_MINUTES
                + " minutes; what was saved before stands");
        err.flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end; call it when everything is on disk and said. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      removeHook(hook);
    }
  }

  static void removeHook(@Nullable Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already: the hook runs, and returns at once.
    }
  }
}
