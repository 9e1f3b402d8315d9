package io.yoso4j.data.image;

import io.yoso4j.data.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG files with one channel: masks, or a class per pixel. */
public final class GreyPng {
  private static final int MAX = 0xffff;

  private GreyPng() {}

  /**
   * Writes a file, whole or not at all: 8 bits per pixel, or 16 where a value is above 255.
   *
   * @param values row by row, from 0 to 65535
   * @throws IllegalArgumentException if there are more or fewer values than pixels, or one is out
   *     of range
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(Path file, int width, int height, int[] values) {
    BufferedImage image = image(width, height, values);
    AtomicFile.write(file, out -> encode(image, out));
  }

  /**
   * The same as bytes.
   *
   * @throws IllegalArgumentException as {@link #write}
   */
  public static byte[] encode(int width, int height, int[] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      encode(image(width, height, values), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a PNG", e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage image(int width, int height, int[] values) {
    if (values.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          "%d values for %d×%d pixels".formatted(values.length, width, height));
    }
    int highest = Arrays.stream(values).max().orElse(0);
    int lowest = Arrays.stream(values).min().orElse(0);
    if (lowest < 0 || highest > MAX) {
      throw new IllegalArgumentException(
          "values (%d to %d) must be from 0 to %d".formatted(lowest, highest, MAX));
    }
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            highest > 255 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = image.getRaster();
    raster.setPixels(0, 0, width, height, values);
    return image;
  }

  private static void encode(BufferedImage image, OutputStream out) throws IOException {
    try (MemoryCacheImageOutputStream target = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", target)) {
        throw new IOException("no PNG writer");
      }
    }
  }
}
