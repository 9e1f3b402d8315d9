package io.yoso4j.data.image;

import io.yoso4j.data.DataException;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One image file being decoded. The size is checked when it is opened, before any pixel is read.
 */
final class ImageDecoder implements AutoCloseable {

  private final Path file;
  private final ImageReader reader;
  private final @Nullable JpegHeader jpeg;
  private final int width;
  private final int height;
  private @Nullable String truncation;

  private ImageDecoder(
      Path file, ImageReader reader, @Nullable JpegHeader jpeg, int width, int height) {
    this.file = file;
    this.reader = reader;
    this.jpeg = jpeg;
    this.width = width;
    this.height = height;
  }

  static ImageDecoder open(Path file, ImageInputStream input, ImageLimits limits) {
    ImageReader reader = null;
    boolean opened = false;
    try {
      ImageFormat format = format(file, input);
      JpegHeader jpeg = format == ImageFormat.JPEG ? JpegHeader.scan(input) : null;
      if (format == ImageFormat.BMP) {
        BmpHeader.requirePixels(file, input);
      }
      input.seek(0);
      reader = ImageIO.getImageReadersByFormatName(format.readerName()).next();
      reader.setInput(input, false, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      checkSize(file, width, height, limits);
      ImageDecoder decoder = new ImageDecoder(file, reader, jpeg, width, height);
      opened = true;
      return decoder;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    } finally {
      if (!opened && reader != null) {
        reader.dispose();
      }
    }
  }

  ImageSize size() {
    return jpeg != null && jpeg.orientation().swapsSides()
        ? new ImageSize(height, width)
        : new ImageSize(width, height);
  }

  Orientation orientation() {
    return jpeg == null ? Orientation.UPRIGHT : jpeg.orientation();
  }

  JpegHeader.@Nullable ExifNumber orientationTag() {
    return jpeg == null ? null : jpeg.tag();
  }

  RgbImage decode() {
    RgbImage image = decode(this::pixels);
    return jpeg == null ? image : image.oriented(jpeg.orientation());
  }

  /** The first channel as stored: grey values or palette indices, red + 256 green each. */
  RgbImage decodeFirstChannel() {
    return decode(() -> RgbPixels.ofFirstChannel(reader.read(0).getRaster()));
  }

  private interface Pixels {
    RgbImage read() throws IOException;
  }

  private RgbImage decode(Pixels pixels) {
    // Some readers fill what is missing with grey or black and only warn.
    reader.addIIOReadWarningListener((_, warning) -> noteTruncation(warning));
    try {
      if (jpeg != null) {
        JpegScans.requireFew(file, (ImageInputStream) reader.getInput());
      }
      RgbImage image = pixels.read();
      if (truncation != null) {
        throw new DataException(file + ": image is truncated: " + truncation);
      }
      return image;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
  }

  private RgbImage pixels() throws IOException {
    if (jpeg != null && reader.getRawImageType(0) == null && reader.canReadRaster()) {
      Raster raster = reader.readRaster(0, null);
      if (raster.getNumBands() == 4) {
        return RgbPixels.ofCmyk(raster, jpeg.adobeTransform() == 2, jpeg.adobeTransform() >= 0);
      }
    }
    return RgbPixels.of(reader.read(0));
  }

  private void noteTruncation(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    if (lower.contains("premature end") || lower.contains("truncated")) {
      truncation = warning;
    }
  }

  private static ImageFormat format(Path file, ImageInputStream input) throws IOException {
    byte[] start = new byte[ImageFormat.SIGNATURE_BYTES];
    int got = 0;
    while (got < start.length) {
      int n = input.read(start, got, start.length - got);
      if (n < 0) {
        break;
      }
      got += n;
    }
    if (got == 0) {
      throw new DataException(file + ": not an image: the file is empty");
    }
    ImageFormat format = ImageFormat.of(Arrays.copyOf(start, got));
    if (format == null) {
      String known = ImageFormat.unsupported(Arrays.copyOf(start, got));
      if (known != null) {
        throw new DataException(
            "%s: %s images are not read; convert it to PNG or JPEG".formatted(file, known));
      }
      throw new DataException(
          file + ": not an image: it does not begin like a PNG, JPEG, GIF or BMP file");
    }
    return format;
  }

  private static void checkSize(Path file, int width, int height, ImageLimits limits) {
    if (width < 1 || height < 1) {
      throw new DataException(
          "%s: damaged image: its header says %dx%d pixels".formatted(file, width, height));
    }
    if ((long) width * height > limits.maxPixels()) {
      throw new DataException(
          "%s: image too large: %dx%d, limit %d pixels"
              .formatted(file, width, height, limits.maxPixels()));
    }
  }

  private static DataException damaged(Path file, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return new DataException(file + ": image is truncated", e);
      }
    }
    String message = e.getMessage();
    String detail =
        message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    return new DataException(file + ": damaged image: " + detail, e);
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
