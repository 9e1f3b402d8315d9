package io.yoso4j.data.image;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;

/**
 * Counts the scans of a JPEG file. ImageIO decodes the whole image once for each of them, so a few
 * bytes per scan could cost seconds and gigabytes; encoders write about ten.
 */
final class JpegScans {
  static final int MAX_SCANS = 64;

  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  private JpegScans() {}

  /**
   * Walks the whole file, and leaves the position where it was.
   *
   * @throws DataException naming the file when it has more than {@value #MAX_SCANS} scans
   */
  static void requireFew(Path file, ImageInputStream in) throws IOException {
    long before = in.getStreamPosition();
    in.seek(2);
    int scans = 0;
    int marker = JpegHeader.nextMarker(in);
    while (marker >= 0 && marker != END_OF_IMAGE) {
      scans += marker == START_OF_SCAN ? 1 : 0;
      if (scans > MAX_SCANS) {
        throw new DataException("%s: JPEG image has more than %d scans".formatted(file, MAX_SCANS));
      }
      if (!standsAlone(marker)) {
        int length = in.read() << 8 | in.read();
        in.seek(in.getStreamPosition() + Math.max(0, length - 2));
      }
      marker = JpegHeader.nextMarker(in);
    }
    in.seek(before);
  }

  /** Escaped 0xff of pixel data, TEM, and restarts have no length. */
  private static boolean standsAlone(int marker) {
    return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd7);
  }
}
