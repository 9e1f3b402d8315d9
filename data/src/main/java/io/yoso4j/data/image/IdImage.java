package io.yoso4j.data.image;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image whose pixels are ids: {@code red + 256 green + 65536 blue}, as in COCO's panoptic
 * format, or the values of its only channel.
 *
 * <p>Only PNG files are read, as other formats lose bits, and the caller says which of the two it
 * expects: a grey value would silently be taken for another id.
 */
public final class IdImage {

  /** Where signature, length and name of the header chunk end and its content begins. */
  private static final int HEADER = 16;

  private static final int BIT_DEPTH = HEADER + 8;
  private static final int COLOR_TYPE = HEADER + 9;
  private static final int RGB = 2;
  private static final int RGBA = 6;

  private final RgbImage pixels;

  private IdImage(RgbImage pixels) {
    this.pixels = pixels;
  }

  /** Takes the pixels of an image as ids, without a copy. */
  public static IdImage of(RgbImage pixels) {
    return new IdImage(pixels);
  }

  /**
   * Reads a PNG file.
   *
   * @throws DataException naming the file when it is missing, damaged, larger than {@code limits},
   *     or not a PNG with 8 bits of red, green and blue
   */
  public static IdImage read(Path file, ImageLimits limits) {
    byte[] start = header(file);
    int depth = start[BIT_DEPTH];
    int type = start[COLOR_TYPE];
    if (depth != 8 || (type != RGB && type != RGBA)) {
      throw new DataException(
          "%s: segment ids must be a PNG image with 8 bits of red, green and blue, but this has %s"
              .formatted(file, layout(depth, type)));
    }
    return new IdImage(ImageFiles.read(file, limits));
  }

  /**
   * Reads a PNG file with one channel: grey values of up to 16 bits, or palette indices, are the
   * ids.
   *
   * @throws DataException naming the file when it is missing, damaged, larger than {@code limits},
   *     or not a PNG with one channel (and perhaps alpha)
   */
  public static IdImage readOneChannel(Path file, ImageLimits limits) {
    byte[] start = header(file);
    int type = start[COLOR_TYPE];
    if (type == RGB || type == RGBA) {
      throw new DataException(
          "%s: object ids must be a PNG image with one channel, but this has %s"
              .formatted(file, layout(start[BIT_DEPTH], type)));
    }
    return new IdImage(ImageFiles.readFirstChannel(file, limits));
  }

  private static byte[] header(Path file) {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(COLOR_TYPE + 1);
    } catch (IOException e) {
      throw ImageFiles.unreadable(file, e);
    }
    if (ImageFormat.of(start) != ImageFormat.PNG || start.length <= COLOR_TYPE) {
      throw new DataException(file + ": segment ids must be a PNG image, and this is none");
    }
    return start;
  }

  /** Pixels per row. */
  public int width() {
    return pixels.width();
  }

  /** Number of rows. */
  public int height() {
    return pixels.height();
  }

  /** The number of pixels. */
  public int size() {
    return pixels.rgb().length / 3;
  }

  /**
   * The id of a pixel, from 0 to 2^24 - 1.
   *
   * @param index of the pixel, {@code y * width + x}
   */
  public int id(int index) {
    byte[] rgb = pixels.rgb();
    int at = 3 * index;
    return (rgb[at] & 0xff) | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff) << 16;
  }

  private static String layout(int depth, int type) {
    return switch (type) {
      case 0, 4 -> depth + "-bit grey";
      case 3 -> "a palette";
      case RGB, RGBA -> depth + "-bit red, green and blue";
      default -> depth + "-bit samples of colour type " + type;
    };
  }
}
