package io.yoso4j.data.dataset;

import java.util.Arrays;

/** Numbers as bytes: small ones take few. */
final class ByteBuilder {

  private byte[] bytes = new byte[64];
  private int size = 0;

  /** A number of at least 0, seven bits to a byte, the lowest first. */
  void unsigned(int value) {
    seven(value);
  }

  /** A number of either sign: the sign goes to the lowest bit. */
  void signed(long value) {
    seven(value << 1 ^ value >> 63);
  }

  /** All 64 bits of a double. */
  void bits(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < 64; shift += 8) {
      append((byte) (bits >>> shift));
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void seven(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      append((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    append((byte) rest);
  }

  private void append(byte value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = value;
  }
}
