package io.yoso4j.data.image;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Image files in and out.
 *
 * <p>PNG, JPEG, GIF (first frame) and BMP are read, told apart by content. What comes back is 8-bit
 * RGB as training tools see it: JPEG pixels turned upright after their EXIF orientation, grey
 * repeated in three channels, palettes looked up, 16-bit samples cut to their upper 8 bits, CMYK
 * multiplied out, colour profiles not applied. Alpha is dropped and the colour channels are kept as
 * stored; nothing is composited.
 */
public final class ImageFiles {

  private ImageFiles() {}

  /** Reads an image within {@link ImageLimits#DEFAULT}; see {@link #read(Path, ImageLimits)}. */
  public static RgbImage read(Path file) {
    return read(file, ImageLimits.DEFAULT);
  }

  /**
   * Reads and decodes an image file.
   *
   * @throws DataException naming the file when it is missing, not an image, truncated, damaged, or
   *     larger than {@code limits}
   */
  public static RgbImage read(Path file, ImageLimits limits) {
    byte[] data = bytes(file, limits);
    try (ImageDecoder decoder = ImageDecoder.open(file, new MemoryImageInput(data), limits)) {
      return decoder.decode();
    }
  }

  /** The first channel as stored, red + 256 green in each pixel. */
  static RgbImage readFirstChannel(Path file, ImageLimits limits) {
    byte[] data = bytes(file, limits);
    try (ImageDecoder decoder = ImageDecoder.open(file, new MemoryImageInput(data), limits)) {
      return decoder.decodeFirstChannel();
    }
  }

  /**
   * The size that {@link #read(Path)} would give, from the header alone.
   *
   * @throws DataException as {@link #read(Path, ImageLimits)}, as far as the header shows it
   */
  public static ImageSize readSize(Path file) {
    try (LazyImageInput input = LazyImageInput.open(file);
        ImageDecoder decoder = ImageDecoder.open(file, input, ImageLimits.DEFAULT)) {
      return decoder.size();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * How EXIF says that the stored pixels stand: 1 for upright, up to 8. {@link #read(Path)} and
   * {@link #readSize} have turned them upright already; other tools may not.
   *
   * @throws DataException as {@link #readSize}
   */
  public static int readExifOrientation(Path file) {
    try (LazyImageInput input = LazyImageInput.open(file);
        ImageDecoder decoder = ImageDecoder.open(file, input, ImageLimits.DEFAULT)) {
      return decoder.orientation().code();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Copies an image file, whole or not at all, with an EXIF orientation of 1: the stored pixels are
   * then taken as they are. Nothing else changes, and nothing is encoded anew.
   *
   * @throws DataException naming the file that cannot be read or written
   */
  public static void copyAsStored(Path file, Path target) {
    byte[] data = bytes(file, ImageLimits.DEFAULT);
    try (ImageDecoder decoder =
        ImageDecoder.open(file, new MemoryImageInput(data), ImageLimits.DEFAULT)) {
      JpegHeader.ExifNumber tag = decoder.orientationTag();
      if (tag != null) {
        System.arraycopy(tag.encode(1), 0, data, (int) tag.position(), tag.bytes());
      }
    }
    AtomicFile.write(target, out -> out.write(data));
  }

  /** Writes a PNG file, whole or not at all. */
  public static void writePng(RgbImage image, Path file) {
    AtomicFile.write(file, out -> encode(image, "png", -1, out));
  }

  /**
   * Writes a JPEG file, whole or not at all.
   *
   * @param quality from 0 to 1; 0.9 to 0.95 is usual
   */
  public static void writeJpeg(RgbImage image, Path file, double quality) {
    if (!(quality >= 0 && quality <= 1)) {
      throw new IllegalArgumentException("quality must be from 0 to 1, got " + quality);
    }
    AtomicFile.write(file, out -> encode(image, "jpeg", quality, out));
  }

  /** Encodes an image as JPEG to a stream that stays open; {@code quality} is from 0 to 1. */
  public static void encodeJpeg(RgbImage image, double quality, OutputStream out)
      throws IOException {
    encode(image, "jpeg", quality, out);
  }

  static DataException unreadable(Path file, IOException e) {
    return new DataException(file + ": image cannot be read: " + AtomicFile.reason(e), e);
  }

  private static byte[] bytes(Path file, ImageLimits limits) {
    try {
      if (Files.isDirectory(file)) {
        throw new DataException(file + ": image cannot be read: it is a folder");
      }
      long size = Files.size(file);
      if (size > limits.maxFileBytes()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: image file too large: %d bytes, limit %d bytes",
                file,
                size,
                limits.maxFileBytes()));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void encode(RgbImage image, String format, double quality, OutputStream out)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream target = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (quality >= 0) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality((float) quality);
      }
      writer.setOutput(target);
      writer.write(null, new IIOImage(view(image), null, null), parameters);
      target.flush();
    } finally {
      writer.dispose();
    }
  }

  /** The same pixels as an AWT image, without a copy; what draws on it draws on {@code image}. */
  private static BufferedImage view(RgbImage image) {
    byte[] rgb = image.rgb();
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(rgb, rgb.length),
            image.width(),
            image.height(),
            image.width() * 3,
            3,
            new int[] {0, 1, 2},
            null);
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            java.awt.Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colors, raster, false, null);
  }
}
