package io.yoso4j.train.log;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The few messages of TensorFlow's {@code event.proto} and {@code summary.proto} that scalars need,
 * in protobuf's wire format.
 */
final class EventMessage {
  // Event
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  // Summary, Summary.Value, SessionLog
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int STATUS = 1;
  private static final int START = 1;
  // Wire types
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private EventMessage() {}

  /** The first event of every file. */
  static byte[] fileVersion(double wallTime) {
    return event(wallTime).text(FILE_VERSION, "brain.Event:2").toBytes();
  }

  /** Tells readers that what other files hold from this step on is void. */
  static byte[] sessionStart(double wallTime, long step) {
    byte[] log = new EventMessage().varintField(STATUS, START).toBytes();
    return event(wallTime).varintField(STEP, step).bytesField(SESSION_LOG, log).toBytes();
  }

  static byte[] scalar(double wallTime, long step, String tag, double value) {
    byte[] entry = new EventMessage().text(TAG, tag).float32(SIMPLE_VALUE, (float) value).toBytes();
    byte[] summary = new EventMessage().bytesField(VALUE, entry).toBytes();
    return event(wallTime).varintField(STEP, step).bytesField(SUMMARY, summary).toBytes();
  }

  /** The step of an event that this class made, 0 when it states none; -1 for other bytes. */
  static long step(byte[] event) {
    ByteBuffer in = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (in.get() != ((WALL_TIME << 3) | FIXED64)) {
        return -1;
      }
      in.getLong();
      return in.get() == ((STEP << 3) | VARINT) ? varint(in) : 0;
    } catch (BufferUnderflowException e) {
      return -1;
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  private static EventMessage event(double wallTime) {
    EventMessage event = new EventMessage();
    event.varint((WALL_TIME << 3) | FIXED64);
    event.bytes.writeBytes(littleEndian(Double.BYTES).putDouble(wallTime).array());
    return event;
  }

  private EventMessage varintField(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  private EventMessage text(int field, String text) {
    return bytesField(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private EventMessage bytesField(int field, byte[] value) {
    varint(((long) field << 3) | BYTES);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private EventMessage float32(int field, float value) {
    varint(((long) field << 3) | FIXED32);
    bytes.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private byte[] toBytes() {
    return bytes.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
