package io.yoso4j.model.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a file in one step: readers see the old file or the whole new one, also after a crash. The
 * bytes go to a temporary name in the same folder, are synced to the disk and moved.
 */
final class WholeFile {
  private static final AtomicLong SEQUENCE = new AtomicLong();
  private static final long CHUNK = 1L << 26;

  private WholeFile() {}

  /** What goes into the file. */
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * @throws WeightException if the file cannot be written; no temporary file stays behind
   */
  static void write(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    Path name = absolute.getFileName();
    Path folder = absolute.getParent();
    if (name == null || folder == null) {
      throw new WeightException(target, "is not a file name", null);
    }
    long pid = ProcessHandle.current().pid();
    Path temporary =
        folder.resolve("." + name + "." + pid + "-" + SEQUENCE.incrementAndGet() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(temporary, e);
      throw new WeightException(target, "cannot be written: " + reason(e), e);
    } catch (RuntimeException e) {
      delete(temporary, e);
      throw e;
    }
    syncFolder(folder);
  }

  static void writeAll(FileChannel channel, MemorySegment data) throws IOException {
    for (long at = 0; at < data.byteSize(); at += CHUNK) {
      writeAll(channel, data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer());
    }
  }

  static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void delete(Path temporary, Exception cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return kind + (e.getMessage() == null ? "" : " " + e.getMessage().replaceAll("\\s+", " "));
  }

  /**
   * Makes the move itself durable where the system can sync a folder; elsewhere the data is safe
   * all the same.
   */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException | UncheckedIOException e) {
      // Windows cannot open a folder; the file's own bytes are already synced.
    }
  }
}
