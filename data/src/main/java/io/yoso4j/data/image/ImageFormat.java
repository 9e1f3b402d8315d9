package io.yoso4j.data.image;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The formats that are read, told apart by their first bytes; file names do not matter. */
enum ImageFormat {
  PNG("png"),
  JPEG("jpeg"),
  GIF("gif"),
  BMP("bmp");

  /** Bytes needed by {@link #of}. */
  static final int SIGNATURE_BYTES = 12;

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

  /** The name of a format that is known but not read, null for anything else. */
  static @Nullable String unsupported(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return "WebP";
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return "TIFF";
    }
    if (text.startsWith("ftypavi", 4)) {
      return "AVIF";
    }
    return text.startsWith("ftyphei", 4) || text.startsWith("ftypmif", 4) ? "HEIC" : null;
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
