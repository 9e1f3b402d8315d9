package io.yoso4j.model.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A little-endian window on a file; every access is checked and fails with the file's name and the
 * part read.
 */
final class ByteView {
  private final Path file;
  private final String part;
  private final MemorySegment bytes;

  private ByteView(Path file, String part, MemorySegment bytes) {
    this.file = file;
    this.part = part;
    this.bytes = bytes;
  }

  /** Maps a whole file, read only; the mapping ends with the arena. */
  static ByteView map(Path file, Arena arena) {
    try {
      if (!Files.exists(file)) {
        throw new WeightException(file, "no such file", null);
      }
      if (!Files.isRegularFile(file)) {
        throw new WeightException(file, "not a regular file", null);
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        long size = channel.size();
        return new ByteView(file, "", channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
      }
    } catch (NoSuchFileException e) {
      throw new WeightException(file, "no such file", e);
    } catch (IOException e) {
      throw new WeightException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Bytes in memory that errors call by the name of a file. */
  static ByteView of(Path file, MemorySegment bytes) {
    return new ByteView(file, "", bytes);
  }

  /** Another window of the same file, named in errors. */
  ByteView part(String name, MemorySegment window) {
    return new ByteView(file, name, window);
  }

  Path file() {
    return file;
  }

  long size() {
    return bytes.byteSize();
  }

  MemorySegment bytes() {
    return bytes;
  }

  int u8(long at) {
    check(at, 1);
    return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at));
  }

  int u16(long at) {
    check(at, 2);
    return Short.toUnsignedInt(bytes.get(DType.SHORT, at));
  }

  int i32(long at) {
    check(at, 4);
    return bytes.get(DType.INT, at);
  }

  long u32(long at) {
    return Integer.toUnsignedLong(i32(at));
  }

  long i64(long at) {
    check(at, 8);
    return bytes.get(DType.LONG, at);
  }

  MemorySegment slice(long at, long length) {
    check(at, length);
    return bytes.asSlice(at, length);
  }

  /** Strictly decoded text. */
  String utf8(long at, long length) {
    MemorySegment slice = slice(at, length);
    if (length > Integer.MAX_VALUE - 8) {
      throw error("text of " + length + " bytes at byte " + at + " is too long");
    }
    ByteBuffer buffer = slice.asByteBuffer();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      throw new WeightException(file, prefix() + "text at byte " + at + " is not UTF-8", e);
    }
  }

  String latin1(long at, long length) {
    MemorySegment slice = slice(at, length);
    if (length > Integer.MAX_VALUE - 8) {
      throw error("text of " + length + " bytes at byte " + at + " is too long");
    }
    return new String(slice.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }

  WeightException error(String message) {
    return new WeightException(file, prefix() + message, null);
  }

  private String prefix() {
    return part.isEmpty() ? "" : part + ": ";
  }

  private void check(long at, long length) {
    if (at < 0 || length < 0 || length > size() - at) {
      throw error(
          "ends early: "
              + Long.toUnsignedString(length)
              + " bytes needed at byte "
              + Long.toUnsignedString(at)
              + ", size "
              + size());
    }
  }
}
