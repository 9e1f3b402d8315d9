package io.yoso4j.train;

import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.train.distributed.RankLocks;
import io.yoso4j.train.distributed.Ranks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when another rank is lost. Every rank holds the whole state, so the lowest one
 * that lives saves it; the others wait until it has, or is gone too.
 */
final class Rescue {
  private static final String SURVIVOR = "the connections broke";

  /** How long another rank may take to save the state. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long POLL_MILLIS = 50;

  /** How long another rank may take to end after it broke its connections. */
  private static final Duration ENDING = Duration.ofSeconds(5);

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
    String lost = lost(failure);
    locks.notice();
    long deadline = System.nanoTime() + NOTICING.toNanos();
    ranks.close();
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

  /** Who is gone and why, as far as it can be known. */
  private String lost(RankGroupException failure) {
    RankGroup group = ranks.group();
    if (group == null) {
      return String.valueOf(failure.getMessage());
    }
    boolean own = failure.kind() == RankGroupException.Kind.ENGINE;
    group.leaveLastWords(own ? String.valueOf(failure.getMessage()) : SURVIVOR);
    long deadline = System.nanoTime() + (own ? 0 : ENDING.toNanos());
    List<String> gone = gone(group);
    while (gone.isEmpty() && System.nanoTime() < deadline) {
      pause();
      gone = gone(group);
    }
    if (!gone.isEmpty()) {
      return String.join(", ", gone);
    }
    if (own) {
      return String.valueOf(failure.getMessage());
    }
    return failure.kind() == RankGroupException.Kind.TIMEOUT
        ? "another rank did not answer within %d s".formatted(group.options().timeout().toSeconds())
        : "the connection to another rank broke";
  }

  private List<String> gone(RankGroup group) {
    List<String> gone = new ArrayList<>();
    for (int other = 0; other < ranks.size(); other++) {
      String words = other == ranks.rank() ? SURVIVOR : group.lastWords(other);
      if (words.isEmpty() && !locks.lives(other)) {
        gone.add("rank " + other + " is gone");
      } else if (!words.isEmpty() && !words.equals(SURVIVOR)) {
        gone.add("rank " + other + " failed (" + words + ")");
      }
    }
    // A rank that failed for a reason of its own explains those that went after it.
    List<String> reasons = gone.stream().filter(s -> s.contains("failed")).toList();
    return reasons.isEmpty() ? gone : reasons;
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
      readStep = step();
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

  private long step() {
    try {
      return Checkpoint.read(paths.lastCheckpoint()).info().step();
    } catch (TrainException e) {
      return -1;
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
