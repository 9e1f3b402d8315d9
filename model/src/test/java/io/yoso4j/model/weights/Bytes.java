package io.yoso4j.model.weights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Weight files in memory. */
final class Bytes {
  private Bytes() {}

  static WeightFile read(byte[] file) {
    return WeightFile.read(
        ByteView.of(Path.of("test-file"), MemorySegment.ofArray(file)), Arena.ofAuto());
  }

  /** Little-endian floats 0, 1, 2 and so on. */
  static byte[] counting(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    return bytes.array();
  }
}
