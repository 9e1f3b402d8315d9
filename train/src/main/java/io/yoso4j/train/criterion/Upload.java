package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Arrays that go to the device together, in one copy that nobody waits for. */
final class Upload {
  private final List<MemorySegment> arrays = new ArrayList<>();
  private long words;

  /** Integers; the array is read when sent. */
  Slot longs(long... values) {
    return longs(values, values.length);
  }

  /** The first {@code count} integers; the array is read when sent. */
  Slot longs(long[] values, int count) {
    return add(
        MemorySegment.ofArray(values).asSlice(0, (long) count * Long.BYTES),
        count,
        ElementType.INT64);
  }

  /** Float32 numbers; the array is read when sent. */
  Slot floats(float[] values) {
    return add(MemorySegment.ofArray(values), values.length, ElementType.FLOAT32);
  }

  private Slot add(MemorySegment array, long count, ElementType type) {
    Slot slot = new Slot(words, count, type);
    arrays.add(array);
    words += slot.words();
    return slot;
  }

  /** Starts the copy. */
  Packet send(Device device) {
    Tensor staging = Tensor.staging(Math.max(1, words), device);
    MemorySegment memory = staging.data();
    long offset = 0;
    for (MemorySegment array : arrays) {
      MemorySegment.copy(array, 0, memory, offset, array.byteSize());
      offset += Math.ceilDiv(array.byteSize(), (long) Long.BYTES) * Long.BYTES;
    }
    return new Packet(staging.upload(device), device);
  }

  /**
   * Place of an array in the packet.
   *
   * @param offset in words of 8 bytes
   * @param count values
   * @param type INT64 or FLOAT32
   */
  record Slot(long offset, long count, ElementType type) {
    long words() {
      return Math.ceilDiv(count * type.bytes(), (long) Long.BYTES);
    }
  }

  /**
   * What was sent.
   *
   * @param memory all of it, int64
   * @param device where it is
   */
  record Packet(Tensor memory, Device device) {
    /** An array, {@code [count]}. */
    Tensor get(Slot slot) {
      Tensor words = memory.narrow(0, slot.offset(), slot.words());
      return slot.type() == ElementType.INT64
          ? words
          : words.reinterpret(slot.type()).narrow(0, 0, slot.count());
    }
  }
}
