package io.yoso4j.train.distributed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Which ranks of a run live: each holds a lock on a byte of one file, which the operating system
 * gives back when the process ends, however it ends. Ranks on other machines are seen only where
 * the run folder is shared and its file system knows locks.
 */
public final class RankLocks implements AutoCloseable {
  /** Where the bytes of those that have noticed a loss begin. */
  private static final long NOTICES = 1 << 20;

  private static final int ATTEMPTS = 200;
  private static final long PAUSE_MILLIS = 10;

  private final int rank;
  private final @Nullable FileChannel file;

  private RankLocks(int rank, @Nullable FileChannel file) {
    this.rank = rank;
    this.file = file;
  }

  /** No file: every other rank counts as gone. */
  public static RankLocks none() {
    return new RankLocks(0, null);
  }

  /**
   * Marks this rank as living until it is closed or the process ends. Best effort: where locks do
   * not work, every other rank counts as gone.
   *
   * @param path the file, made with its folder where missing
   */
  public static RankLocks hold(Path path, int rank) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (take(file, rank)) {
          return new RankLocks(rank, file);
        }
      } catch (IOException | OverlappingFileLockException e) {
        // Taken for the file below, which is closed.
      }
      file.close();
    } catch (IOException e) {
      log("no locks in {0}: {1}", path, e);
    }
    return new RankLocks(rank, null);
  }

  /** Whether another rank lives, as far as this machine can tell. */
  public boolean lives(int other) {
    return other == rank || isHeld(other);
  }

  /** Lets the others know that this rank has seen who of them lives; until it ends. */
  public void notice() {
    if (file != null) {
      try {
        boolean _ = take(file, NOTICES + rank);
      } catch (IOException | OverlappingFileLockException e) {
        log("no lock: {0}", e);
      }
    }
  }

  /** Whether this process has the byte now; a rank that asks for it has it for a moment. */
  private static boolean take(FileChannel file, long position) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      FileLock held = file.tryLock(position, 1, false);
      if (held != null) {
        return true;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    log("byte {0} is taken", position);
    return false;
  }

  /** Whether another rank that lives has said so. */
  public boolean hasNoticed(int other) {
    return isHeld(NOTICES + other);
  }

  private boolean isHeld(long position) {
    if (file == null) {
      return false;
    }
    // Shared, so that ranks that ask at the same time do not take each other for it.
    try (FileLock free = file.tryLock(position, 1, true)) {
      return free == null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static void log(String message, Object... values) {
    System.getLogger(RankLocks.class.getName()).log(System.Logger.Level.DEBUG, message, values);
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        log("closing the rank locks: {0}", e);
      }
    }
  }
}
