package io.yoso4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Stored samples to 8-bit RGB. Samples are taken as they are, without colour management: the colour
 * space that Java assumes for grey images would brighten them, and training tools ignore embedded
 * profiles too. Alpha is dropped, the colour channels stay.
 */
final class RgbPixels {

  private RgbPixels() {}

  static RgbImage of(BufferedImage image) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return ofPalette(raster, palette);
    }
    if (raster.getSampleModel() instanceof ComponentSampleModel layout && bands <= 4) {
      return raster.getDataBuffer() instanceof DataBufferByte buffer && buffer.getNumBanks() == 1
          ? ofBytes(raster, layout, buffer)
          : ofSamples(raster);
    }
    return ofPacked(image);
  }

  /** Four stored inks; Adobe writes them inverted, which {@code inverted} tells. */
  static RgbImage ofCmyk(Raster raster, boolean ycck, boolean inverted) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width * 4];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i += 4, to += 3) {
        int c = row[i];
        int m = row[i + 1];
        int k = row[i + 2];
        if (ycck) {
          double luma = row[i];
          double blue = row[i + 1] - 128;
          double red = row[i + 2] - 128;
          c = clamp(luma + 1.402 * red);
          m = clamp(luma - 0.344136 * blue - 0.714136 * red);
          k = clamp(luma + 1.772 * blue);
        }
        int black = inverted ? row[i + 3] : 255 - row[i + 3];
        rgb[to] = (byte) ((inverted ? c : 255 - c) * black / 255);
        rgb[to + 1] = (byte) ((inverted ? m : 255 - m) * black / 255);
        rgb[to + 2] = (byte) ((inverted ? k : 255 - k) * black / 255);
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  /** Samples of up to 16 bits of the first channel, the low byte as red and the high as green. */
  static RgbImage ofFirstChannel(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int sample : row) {
        rgb[to] = (byte) sample;
        rgb[to + 1] = (byte) (sample >> 8);
        to += 3;
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  private static int clamp(double value) {
    return (int) Math.clamp(value + 0.5, 0, 255);
  }

  private static RgbImage ofPalette(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] colors = new int[palette.getMapSize()];
    palette.getRGBs(colors);
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int index : row) {
        // An index beyond the palette is a damaged file that viewers show as black.
        to = put(rgb, to, index < colors.length ? colors[index] : 0);
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  private static RgbImage ofBytes(
      Raster raster, ComponentSampleModel layout, DataBufferByte buffer) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] offsets = layout.getBandOffsets();
    boolean color = offsets.length >= 3;
    int red = offsets[0];
    int green = color ? offsets[1] : red;
    int blue = color ? offsets[2] : red;
    int step = layout.getPixelStride();
    int origin =
        buffer.getOffset()
            - raster.getSampleModelTranslateX() * step
            - raster.getSampleModelTranslateY() * layout.getScanlineStride();
    byte[] data = buffer.getData();
    byte[] rgb = new byte[width * height * 3];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int from = origin + y * layout.getScanlineStride();
      for (int x = 0; x < width; x++, from += step, to += 3) {
        rgb[to] = data[from + red];
        rgb[to + 1] = data[from + green];
        rgb[to + 2] = data[from + blue];
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  private static RgbImage ofSamples(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    int green = bands >= 3 ? 1 : 0;
    int blue = bands >= 3 ? 2 : 0;
    int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i += bands, to += 3) {
        rgb[to] = (byte) (row[i] >> shift);
        rgb[to + 1] = (byte) (row[i + green] >> shift);
        rgb[to + 2] = (byte) (row[i + blue] >> shift);
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  private static RgbImage ofPacked(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int color : row) {
        to = put(rgb, to, color);
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  private static int put(byte[] rgb, int to, int color) {
    rgb[to] = (byte) (color >> 16);
    rgb[to + 1] = (byte) (color >> 8);
    rgb[to + 2] = (byte) color;
    return to + 3;
  }
}
