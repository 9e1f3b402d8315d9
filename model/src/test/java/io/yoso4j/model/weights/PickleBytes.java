package io.yoso4j.model.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Assembles a pickle opcode by opcode. */
final class PickleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pickle of protocol 2 that has begun. */
  static PickleBytes start() {
    return new PickleBytes().op(0x80).op(2);
  }

  PickleBytes op(int opcode) {
    out.write(opcode);
    return this;
  }

  PickleBytes ops(String opcodes) {
    return raw(opcodes.getBytes(StandardCharsets.ISO_8859_1));
  }

  PickleBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return op('X').u32(utf8.length).raw(utf8);
  }

  PickleBytes number(int value) {
    return op('J').u32(value);
  }

  PickleBytes global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  PickleBytes longs(int... values) {
    op('(');
    for (int value : values) {
      number(value);
    }
    return op('t');
  }

  PickleBytes u32(int value) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  PickleBytes i64(long value) {
    return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  PickleBytes orderedDict() {
    return global("collections", "OrderedDict").ops(")R");
  }

  /** A tensor on a storage of floats, as torch.save writes it. */
  PickleBytes tensor(String key, int elements, int offset, int[] shape, int[] strides) {
    return tensor("FloatStorage", key, elements, offset, shape, strides);
  }

  PickleBytes tensor(
      String type, String key, int elements, int offset, int[] shape, int[] strides) {
    return tensor(type, key, elements, "", offset, shape, strides);
  }

  /**
   * @param view opcodes of the sixth part of the persistent id, which only legacy files have
   */
  PickleBytes tensor(
      String type, String key, int elements, String view, int offset, int[] shape, int[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").ops("((");
    text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .ops(view)
        .ops("tQ");
    return number(offset).longs(shape).longs(strides).op(0x89).orderedDict().ops("tR");
  }

  /** Ends the pickle. */
  byte[] stop() {
    return op('.').bytes();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
