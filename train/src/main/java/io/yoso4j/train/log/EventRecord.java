package io.yoso4j.train.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The frame of TFRecord files: length (uint64), masked CRC-32C of the length, data, masked CRC-32C
 * of the data, all little-endian. See TensorFlow's {@code core/lib/io/record_writer.h}.
 */
final class EventRecord {
  private static final int MASK_DELTA = 0xa282ead8;

  private EventRecord() {}

  static byte[] frame(byte[] data) {
    ByteBuffer frame =
        ByteBuffer.allocate(Math.addExact(data.length, 16)).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(data.length);
    frame.putInt(maskedCrc(frame.array(), 8));
    frame.put(data);
    frame.putInt(maskedCrc(data, data.length));
    return frame.array();
  }

  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
