package io.yoso4j.train.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Event files that earlier processes of a run left behind. */
final class EventFiles {
  private static final int MAX_EVENT_BYTES = 1 << 20;

  private EventFiles() {}

  /**
   * Cuts every file of {@code folder} before its first event after {@code step}, and before the
   * first that is not whole.
   */
  static void keepUpTo(Path folder, long step) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries
              .filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
              .toList();
    }
    for (Path file : files) {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        cut(channel, step);
      }
    }
  }

  private static void cut(FileChannel channel, long step) throws IOException {
    long kept = 0;
    for (byte[] event = next(channel);
        event != null && EventMessage.step(event) <= step;
        event = next(channel)) {
      kept = channel.position();
    }
    channel.truncate(kept);
  }

  /** The next event, or null at the end and where the file is damaged. */
  private static byte @Nullable [] next(FileChannel channel) throws IOException {
    byte[] head = new byte[Long.BYTES + Integer.BYTES];
    byte[] tail = new byte[Integer.BYTES];
    if (!fill(channel, head)) {
      return null;
    }
    ByteBuffer start = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long length = start.getLong();
    if (start.getInt() != EventRecord.maskedCrc(head, Long.BYTES)
        || length < 0
        || length > Math.min(MAX_EVENT_BYTES, channel.size())) {
      return null;
    }
    byte[] data = new byte[(int) length];
    if (!fill(channel, data) || !fill(channel, tail)) {
      return null;
    }
    int crc = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return crc == EventRecord.maskedCrc(data, data.length) ? data : null;
  }

  /** Whether the file had enough bytes. */
  private static boolean fill(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }
}
