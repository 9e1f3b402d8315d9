package io.yoso4j.export;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The fields of a protobuf message in its wire format, one after the other. After {@link #next},
 * the field's content is taken by one of {@link #varint}, {@link #message} and {@link #skip}.
 * Source: protobuf.dev, "Encoding".
 */
final class ProtoFields {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;
  private static final int MAX_VARINT_BYTES = 10;

  private final MemorySegment bytes;
  private long at;
  private int number;
  private int type;

  ProtoFields(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /** Goes to the next field; false at the end. */
  boolean next() throws ProtoException {
    if (at == bytes.byteSize()) {
      return false;
    }
    long tag = rawVarint();
    number = (int) (tag >>> 3);
    type = (int) (tag & 7);
    boolean known = type == VARINT || type == FIXED_64 || type == LENGTH || type == FIXED_32;
    if (tag >>> 32 != 0 || number == 0 || !known) {
      throw new ProtoException("field %d of type %d is none of protobuf".formatted(number, type));
    }
    return true;
  }

  int number() {
    return number;
  }

  /** Whether the field may be a message; texts and packed numbers look the same. */
  boolean isMessage() {
    return type == LENGTH;
  }

  boolean isVarint() {
    return type == VARINT;
  }

  long varint() throws ProtoException {
    return rawVarint();
  }

  /** The bytes of the field. */
  MemorySegment message() throws ProtoException {
    long length = rawVarint();
    need(length);
    MemorySegment content = bytes.asSlice(at, length);
    at += length;
    return content;
  }

  void skip() throws ProtoException {
    switch (type) {
      case VARINT -> rawVarint();
      case LENGTH -> message();
      default -> {
        long length = type == FIXED_64 ? 8 : 4;
        need(length);
        at += length;
      }
    }
  }

  private long rawVarint() throws ProtoException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      need(1);
      byte part = bytes.get(ValueLayout.JAVA_BYTE, at++);
      value |= (part & 0x7fL) << (7 * i);
      if (part >= 0) {
        return value;
      }
    }
    throw new ProtoException("a number is longer than %d bytes".formatted(MAX_VARINT_BYTES));
  }

  private void need(long length) throws ProtoException {
    if (length < 0 || length > bytes.byteSize() - at) {
      throw new ProtoException(
          "ends early: field %d needs %s bytes, %d are left"
              .formatted(number, Long.toUnsignedString(length), bytes.byteSize() - at));
    }
  }
}
