package io.yoso4j.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is written bit by bit under a temporary name beside it, for content that is not known
 * at once. It appears under its own name on {@link #commit}; closed before, it leaves nothing.
 */
public final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final OutputStream out;
  private boolean closed;

  private PartialFile(Path target, Path temporary, OutputStream out) {
    this.target = target;
    this.temporary = temporary;
    this.out = out;
  }

  /**
   * Starts; missing parent folders are made.
   *
   * @throws DataException naming {@code target} when it cannot be written
   */
  public static PartialFile open(Path target) {
    Path temporary = AtomicFile.temporarySibling(target);
    try {
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return new PartialFile(
          target, temporary, new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16));
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Where the content goes; buffered. */
  public OutputStream out() {
    return out;
  }

  /**
   * Puts the file in place, over an older one of its name.
   *
   * @throws DataException naming the file when that fails
   */
  public void commit() {
    try {
      out.close();
      AtomicFile.move(temporary, target);
      closed = true;
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // The error that led here, if any, is the one worth reporting.
    }
  }

  private static DataException unwritable(Path target, IOException e) {
    return new DataException(target + ": cannot be written: " + AtomicFile.reason(e), e);
  }
}
