package io.yoso4j.train;

import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.train.distributed.RankLocks;
import io.yoso4j.train.distributed.Ranks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when another rank is lost. Every rank holds the whole state, so the lowest one
 * that lives saves it; the others wait until it has, or is gone too.
 */
final class Rescue {
  /** How long another rank may take to save the state. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long POLL_MILLIS = 50;

  /** How long another rank may take to notice the loss, in the midst of a step. */
  private static final Duration NOTICING = Duration.ofSeconds(15);

  private final Ranks ranks;
  private final RankLocks locks;
  private final RunPaths paths;
  private @Nullable FileTime read;
  private long readStep = -1;

  Rescue(Ranks ranks, RankLocks locks, RunPaths paths) {
    this.ranks = ranks;
    this.locks = locks;
    this.paths = paths;
  }

  /**
   * Sees to it that the state is saved and breaks the connections.
   *
   * @param step steps taken in the state at hand
   * @param during what was being done, such as {@code step 13}
   * @param save writes the state as the last checkpoint
   * @return what to tell the user
   */
  TrainException after(RankGroupException failure, long step, String during, Runnable save) {
    String lost = new RankLoss(ranks, locks::lives).explain(failure);
    locks.notice();
    long deadline = System.nanoTime() + NOTICING.toNanos();
    ranks.disconnect();
    boolean saved = step > 0 && save(step, save);
    awaitNotice(deadline);
    String state =
        step == 0
            ? "no step was taken yet"
            : saved
                ? "step %d is saved; go on with --resume, also with another number of processes"
                    .formatted(step)
                : "the last checkpoint is kept; go on with --resume";
    return new TrainException(
        TrainException.Kind.RANKS,
        "rank %d: %s, %s: %s".formatted(ranks.rank(), during, lost, state),
        failure);
  }

  /** Whether the state is on disk in the end. */
  private boolean save(long step, Runnable save) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (lowerLives() && System.nanoTime() < deadline) {
      if (onDisk() >= step) {
        return true;
      }
      pause();
    }
    if (onDisk() < step) {
      save.run();
    }
    return onDisk() >= step;
  }

  private boolean lowerLives() {
    for (int other = 0; other < ranks.rank(); other++) {
      if (locks.lives(other)) {
        return true;
      }
    }
    return false;
  }

  /** Those that have not seen the loss yet would take this rank for lost too if it ended now. */
  private void awaitNotice(long deadline) {
    for (int other = 0; other < ranks.size(); other++) {
      while (other != ranks.rank()
          && locks.lives(other)
          && !locks.hasNoticed(other)
          && System.nanoTime() < deadline) {
        pause();
      }
    }
  }

  /** Steps of the last checkpoint, or -1; read again only when it is another file. */
  private long onDisk() {
    FileTime written = written();
    if (!Objects.equals(written, read)) {
      read = written;
      readStep = Checkpoints.lastStep(paths);
    }
    return readStep;
  }

  private @Nullable FileTime written() {
    try {
      return Files.getLastModifiedTime(paths.lastCheckpoint());
    } catch (IOException e) {
      return null;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
