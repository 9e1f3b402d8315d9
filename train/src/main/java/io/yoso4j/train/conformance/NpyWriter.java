package io.yoso4j.train.conformance;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes {@code .npy} files of version 1.0, little-endian, in C order. */
final class NpyWriter {
  private static final int PREFIX = 10;

  /** NumPy begins the values at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final long CHUNK = 1L << 26;

  private NpyWriter() {}

  /**
   * @param file must not exist
   * @param data the values, native or an array of bytes; as many as the shape says
   */
  static void write(Path file, NpyType type, MemorySegment data, long... shape) throws IOException {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (data.byteSize() != Math.multiplyExact(count, type.bytes)) {
      throw new IllegalArgumentException(
          "%s: %d bytes of values, but %s of %s was announced"
              .formatted(file, data.byteSize(), Arrays.toString(shape), type.descr));
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, header(type, shape));
      for (long at = 0; at < data.byteSize(); at += CHUNK) {
        long length = Math.min(CHUNK, data.byteSize() - at);
        writeAll(channel, data.asSlice(at, length).asByteBuffer());
      }
    }
  }

  private static ByteBuffer header(NpyType type, long[] shape) {
    String sizes =
        Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type.descr, sizes);
    int length = PREFIX + text.length() + 1;
    int padded = Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (padded - PREFIX));
    header.put((text + " ".repeat(padded - length) + "\n").getBytes(StandardCharsets.US_ASCII));
    return header.flip();
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
