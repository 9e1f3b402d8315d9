package io.yoso4j.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files and folders under a temporary name and moves them into place once they are whole.
 */
public final class AtomicFile {
  private static final String SUFFIX = ".partial";
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.partial");

  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which the caller buffers and closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What goes into a file that is written through its channel. */
  @FunctionalInterface
  public interface ChannelContent {
    /** Writes everything to {@code channel}, which the caller syncs and closes. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes {@code target}, replacing an older file of that name; missing parent folders are made. A
   * reader sees the old file or the new one, never a part of it, and a failure leaves nothing
   * behind.
   *
   * @throws DataException naming {@code target} when it cannot be written
   */
  public static void write(Path target, Content content) {
    try {
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      put(
          target,
          false,
          channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
          });
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + reason(e), e);
    }
  }

  /**
   * Writes {@code target} as {@link #write} does, and so that it also outlives a crash of the
   * machine: bytes and name are on the disk when this returns. The folder must exist.
   *
   * @throws IOException when it cannot be written; then the older file, if any, is as it was
   */
  public static void writeSynced(Path target, ChannelContent content) throws IOException {
    put(target, true, content);
  }

  private static void put(Path target, boolean synced, ChannelContent content) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException("not the name of a file");
    }
    Path temporary = temporarySibling(absolute);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        if (synced) {
          channel.force(true);
        }
      }
      move(temporary, absolute);
    } finally {
      deleteQuietly(temporary);
    }
    if (synced) {
      syncFolder(folder);
    }
  }

  /**
   * Makes names in a folder durable where the system can sync a folder; on Windows, which cannot
   * open one, the bytes of the files are safe all the same.
   */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Not possible here; see above.
    }
  }

  /** A hidden name beside {@code target}, on the same file system, that nobody else uses. */
  public static Path temporarySibling(Path target) {
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + SUFFIX);
  }

  /** Whether a name is one of {@link #temporarySibling}: left over if its process is gone. */
  public static boolean isTemporary(Path file) {
    return TEMPORARY.matcher(String.valueOf(file.getFileName())).matches();
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
