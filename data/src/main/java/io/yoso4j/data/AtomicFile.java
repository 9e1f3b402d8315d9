package io.yoso4j.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes files and folders under a temporary name and moves them into place once they are whole.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which the caller buffers and closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code target}, replacing an older file of that name; missing parent folders are made. A
   * reader sees the old file or the new one, never a part of it, and a failure leaves nothing
   * behind.
   *
   * @throws DataException naming {@code target} when it cannot be written
   */
  public static void write(Path target, Content content) {
    Path temporary = temporarySibling(target);
    try {
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
        content.writeTo(out);
      }
      move(temporary, target);
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + reason(e), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** A hidden name beside {@code target}, on the same file system, that nobody else uses. */
  public static Path temporarySibling(Path target) {
    String name = "." + target.getFileName() + "." + UUID.randomUUID() + ".partial";
    return target.resolveSibling(name);
  }

  /** Moves a file or folder into place, atomically where the file system can. */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * One line on why a file operation failed: the message of most file-system errors is only a path.
   */
  public static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "no such file";
      case java.nio.file.AccessDeniedException _ -> "access denied";
      case java.nio.file.NotDirectoryException _ -> "not a folder";
      case java.nio.file.FileAlreadyExistsException x -> "in the way: " + x.getFile();
      case java.nio.file.FileSystemException x when x.getReason() != null -> x.getReason();
      default -> {
        String message = e.getMessage();
        yield message == null
            ? e.getClass().getSimpleName()
            : message.lines().findFirst().orElse("");
      }
    };
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // The error that led here, if any, is the one worth reporting.
    }
  }
}
