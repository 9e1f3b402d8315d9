package io.yoso4j.data.image;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;

/** What has to be known of a BMP file before ImageIO may read it. */
final class BmpHeader {
  private static final int HEADER_SIZE = 14;
  private static final int CORE_HEADER = 12;
  private static final int COMPRESSION = 30;
  private static final int JPEG = 4;
  private static final int PNG = 5;

  private BmpHeader() {}

  /**
   * Refuses BMP files that hold a JPEG or PNG file: ImageIO would reserve as many bytes as their
   * header asks for, and read an image whose size nobody has checked.
   */
  static void requirePixels(Path file, ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(HEADER_SIZE);
    if (in.readUnsignedInt() == CORE_HEADER) {
      return;
    }
    in.seek(COMPRESSION);
    long compression = in.readUnsignedInt();
    if (compression == JPEG || compression == PNG) {
      throw new DataException(
          "%s: BMP images that hold a %s image are not read"
              .formatted(file, compression == JPEG ? "JPEG" : "PNG"));
    }
  }
}
