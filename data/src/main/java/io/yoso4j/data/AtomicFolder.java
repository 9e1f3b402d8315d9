package io.yoso4j.data;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes whole folders under a temporary name and moves them into place once they are whole. */
public final class AtomicFolder {

  private AtomicFolder() {}

  /** What goes into the folder. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything into {@code folder}, which is there and empty. */
    void writeInto(Path folder) throws IOException;
  }

  /**
   * Writes a new folder; missing parent folders are made. It appears under its name only when it is
   * whole, and a failure leaves nothing behind.
   *
   * @param target must not exist, or be an empty folder
   * @throws DataException naming {@code target} when it is in use or cannot be written
   */
  public static void write(Path target, Content content) {
    requireFree(target);
    Path absolute = target.toAbsolutePath().normalize();
    Path temporary = AtomicFile.temporarySibling(absolute);
    try {
      Files.createDirectories(temporary);
      content.writeInto(temporary);
      Files.deleteIfExists(absolute);
      AtomicFile.move(temporary, absolute);
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + AtomicFile.reason(e), e);
    } finally {
      deleteTree(temporary);
    }
  }

  /**
   * Checks that a folder may be written.
   *
   * @throws DataException naming {@code target} when something is there that is not an empty folder
   */
  public static void requireFree(Path target) {
    if (!isFree(target)) {
      throw new DataException(
          target
              + ": cannot be written: "
              + (Files.isDirectory(target)
                  ? "the folder exists and is not empty"
                  : "a file of that name is in the way"));
    }
  }

  /**
   * Whether nothing is there, or an empty folder.
   *
   * @throws DataException naming {@code target} when it is a folder that cannot be read
   */
  public static boolean isFree(Path target) {
    if (!Files.exists(target)) {
      return true;
    }
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(target)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new DataException(target + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  /**
   * Deletes a file, or a folder and all in it, as far as that is possible. Links are not followed.
   */
  public static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException _) {
      // Left behind under a hidden name; the error that led here is the one worth reporting.
    }
  }
}
