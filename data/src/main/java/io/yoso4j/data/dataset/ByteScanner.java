package io.yoso4j.data.dataset;

/** Reads what {@link ByteBuilder} wrote. */
final class ByteScanner {

  private final byte[] bytes;
  private int at = 0;

  ByteScanner(byte[] bytes) {
    this.bytes = bytes;
  }

  int unsigned() {
    return (int) seven();
  }

  long signed() {
    long value = seven();
    return value >>> 1 ^ -(value & 1);
  }

  double bits() {
    long bits = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      bits |= (bytes[at++] & 0xffL) << shift;
    }
    return Double.longBitsToDouble(bits);
  }

  private long seven() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
