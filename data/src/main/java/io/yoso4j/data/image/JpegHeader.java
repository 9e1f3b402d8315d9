package io.yoso4j.data.image;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the segments before the pixels of a JPEG file say and ImageIO does not act on.
 *
 * @param orientation from the EXIF segment, upright when absent or malformed
 * @param tag where the orientation stands, null when absent or malformed
 * @param adobeTransform the colour transform of the Adobe segment (0, 1 YCbCr, 2 YCCK), -1 when
 *     absent
 */
record JpegHeader(Orientation orientation, @Nullable ExifNumber tag, int adobeTransform) {

  /**
   * A number of the EXIF segment.
   *
   * @param position its first byte in the file
   * @param bytes 2 or 4
   */
  record ExifNumber(long position, int bytes, boolean littleEndian) {
    /** The bytes of {@code value}. */
    byte[] encode(int value) {
      byte[] out = new byte[bytes];
      out[littleEndian ? 0 : bytes - 1] = (byte) value;
      return out;
    }
  }

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT_TYPE = 3;
  private static final int LONG_TYPE = 4;
  private static final int MAX_SEGMENTS = 4096;

  /**
   * Walks the segments from the start of {@code in} up to the first scan; leaves the position
   * there.
   */
  static JpegHeader scan(ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    in.seek(2);
    Orientation orientation = Orientation.UPRIGHT;
    ExifNumber tag = null;
    int adobe = -1;
    for (int n = 0; n < MAX_SEGMENTS; n++) {
      int marker = nextMarker(in);
      if (marker < 0 || marker == 0xda || marker == 0xd9) {
        break;
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
        continue;
      }
      int high = in.read();
      int low = in.read();
      int length = (high << 8 | low) - 2;
      if (low < 0 || length < 0) {
        break;
      }
      if (marker == 0xe1 || marker == 0xee) {
        long start = in.getStreamPosition();
        byte[] payload = new byte[length];
        int got = readUpTo(in, payload);
        payload = Arrays.copyOf(payload, got);
        if (marker == 0xee && got >= 12 && startsWith(payload, ADOBE)) {
          adobe = payload[11] & 0xff;
        } else if (startsWith(payload, EXIF)) {
          tag = orientationTag(payload);
          orientation = Orientation.UPRIGHT;
          if (tag != null) {
            long code = unsigned(payload, (int) tag.position(), tag.bytes(), tag.littleEndian());
            orientation = Orientation.ofCode((int) code);
            tag = new ExifNumber(start + tag.position(), tag.bytes(), tag.littleEndian());
          }
        }
      } else {
        in.seek(in.getStreamPosition() + length);
      }
    }
    return new JpegHeader(orientation, tag, adobe);
  }

  /** Passes over everything up to a marker and returns it without its 0xff; -1 at the end. */
  static int nextMarker(ImageInputStream in) throws IOException {
    int b = in.read();
    while (b >= 0 && b != 0xff) {
      b = in.read();
    }
    while (b == 0xff) {
      b = in.read();
    }
    return b;
  }

  private static int readUpTo(ImageInputStream in, byte[] target) throws IOException {
    int got = 0;
    while (got < target.length) {
      int n = in.read(target, got, target.length - got);
      if (n < 0) {
        break;
      }
      got += n;
    }
    return got;
  }

  /**
   * The orientation of the first directory of the TIFF structure, counted from the start of the
   * segment; null when there is none.
   */
  private static @Nullable ExifNumber orientationTag(byte[] exif) {
    int tiff = EXIF.length;
    boolean little;
    if (exif.length < tiff + 8) {
      return null;
    }
    if (exif[tiff] == 'I' && exif[tiff + 1] == 'I') {
      little = true;
    } else if (exif[tiff] == 'M' && exif[tiff + 1] == 'M') {
      little = false;
    } else {
      return null;
    }
    long directory = tiff + unsigned(exif, tiff + 4, 4, little);
    if (unsigned(exif, tiff + 2, 2, little) != 42 || directory + 2 > exif.length) {
      return null;
    }
    int entries = (int) unsigned(exif, (int) directory, 2, little);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > exif.length) {
        return null;
      }
      int at = (int) entry;
      if (unsigned(exif, at, 2, little) == ORIENTATION_TAG) {
        long type = unsigned(exif, at + 2, 2, little);
        return type == SHORT_TYPE || type == LONG_TYPE
            ? new ExifNumber(at + 8, type == SHORT_TYPE ? 2 : 4, little)
            : null;
      }
    }
    return null;
  }

  private static long unsigned(byte[] data, int at, int bytes, boolean little) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int b = data[little ? at + bytes - 1 - i : at + i] & 0xff;
      value = value << 8 | b;
    }
    return value;
  }

  private static boolean startsWith(byte[] data, byte[] start) {
    return data.length >= start.length
        && Arrays.equals(data, 0, start.length, start, 0, start.length);
  }
}
