package io.yoso4j.model.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Assembles a zip archive field by field, so that tests can lie in each. */
final class ZipBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<byte[]> directory = new ArrayList<>();

  /** A PyTorch file around a pickle; storages are called 0, 1 and so on. */
  static byte[] torch(byte[] pickle, byte[]... storages) {
    ZipBytes zip = new ZipBytes().stored("w/data.pkl", pickle);
    for (int i = 0; i < storages.length; i++) {
      zip.stored("w/data/" + i, storages[i]);
    }
    return zip.stored("w/version", new byte[] {'3', '\n'}).end();
  }

  ZipBytes stored(String name, byte[] data) {
    return entry(name, 0, 0, crc(data), data, data.length, out.size(), true);
  }

  ZipBytes deflated(String name, byte[] data) {
    return entry(name, 0, 8, crc(data), deflate(data), data.length, out.size(), true);
  }

  /**
   * An entry with fields of the caller's choice.
   *
   * @param header what the directory claims as the position of the local header
   * @param local whether a local header and the data are written at all
   */
  ZipBytes entry(
      String name,
      int flags,
      int method,
      long crc,
      byte[] data,
      long size,
      long header,
      boolean local) {
    byte[] rawName = name.getBytes(StandardCharsets.UTF_8);
    if (local) {
      ByteBuffer head = little(30);
      head.putInt(0x04034b50)
          .putShort((short) 20)
          .putShort((short) flags)
          .putShort((short) method)
          .putInt(0);
      head.putInt((int) crc)
          .putInt(data.length)
          .putInt((int) size)
          .putShort((short) rawName.length);
      out.writeBytes(head.array());
      out.writeBytes(rawName);
      out.writeBytes(data);
    }
    ByteBuffer item = little(46 + rawName.length);
    item.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) flags);
    item.putShort((short) method)
        .putInt(0)
        .putInt((int) crc)
        .putInt(data.length)
        .putInt((int) size);
    item.putShort((short) rawName.length)
        .putInt(0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(0);
    item.putInt((int) header).put(rawName);
    directory.add(item.array());
    return this;
  }

  byte[] end() {
    int start = out.size();
    directory.forEach(out::writeBytes);
    int size = out.size() - start;
    ByteBuffer end = little(22);
    end.putInt(0x06054b50)
        .putInt(0)
        .putShort((short) directory.size())
        .putShort((short) directory.size());
    out.writeBytes(end.putInt(size).putInt(start).array());
    return out.toByteArray();
  }

  /** Ends with zip64 records that alone hold the true numbers. */
  byte[] end64() {
    int start = out.size();
    directory.forEach(out::writeBytes);
    int end64 = out.size();
    ByteBuffer record = little(56);
    record
        .putInt(0x06064b50)
        .putLong(44)
        .putShort((short) 45)
        .putShort((short) 45)
        .putInt(0)
        .putInt(0);
    record
        .putLong(directory.size())
        .putLong(directory.size())
        .putLong(end64 - start)
        .putLong(start);
    out.writeBytes(record.array());
    out.writeBytes(little(20).putInt(0x07064b50).putInt(0).putLong(end64).putInt(1).array());
    ByteBuffer end = little(22).putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1);
    out.writeBytes(end.array());
    return out.toByteArray();
  }

  static long crc(byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(data);
    return crc.getValue();
  }

  static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater(9, true);
    try {
      deflater.setInput(data);
      deflater.finish();
      byte[] buffer = new byte[data.length + 64];
      int length = deflater.deflate(buffer);
      return java.util.Arrays.copyOf(buffer, length);
    } finally {
      deflater.end();
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
