package io.yoso4j.data.image;

import org.jspecify.annotations.Nullable;

/** The formats that are read, told apart by their first bytes; file names do not matter. */
enum ImageFormat {
  PNG("png"),
  JPEG("jpeg"),
  GIF("gif"),
  BMP("bmp");

  /** Bytes needed by {@link #of}. */
  static final int SIGNATURE_BYTES = 8;

  private final String readerName;

  ImageFormat(String readerName) {
    this.readerName = readerName;
  }

  /** The name under which ImageIO knows the format. */
  String readerName() {
    return readerName;
  }

  static @Nullable ImageFormat of(byte[] start) {
    if (begins(start, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return PNG;
    }
    if (begins(start, 0xff, 0xd8, 0xff)) {
      return JPEG;
    }
    if (begins(start, 'G', 'I', 'F', '8')) {
      return GIF;
    }
    return begins(start, 'B', 'M') ? BMP : null;
  }

  private static boolean begins(byte[] start, int... signature) {
    if (start.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((start[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
