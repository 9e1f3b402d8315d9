package io.yoso4j.data.image;

import java.util.Objects;

/**
 * An 8-bit RGB image held as one array {@code [height, width, 3]}: red, green, blue of the first
 * pixel of the first row, then the next pixel.
 *
 * <p>Treat as immutable: every operation returns a new image. {@link #rgb()} gives the array
 * itself, not a copy, so that pixels reach a tensor without a detour; do not write to it.
 */
public final class RgbImage {

  private final int width;
  private final int height;
  private final byte[] rgb;

  private RgbImage(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Wraps {@code rgb}, which then belongs to the image.
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param rgb {@code height * width * 3} bytes, unsigned
   */
  public static RgbImage of(int width, int height, byte[] rgb) {
    Objects.requireNonNull(rgb, "rgb");
    int expected = arraySize(width, height);
    if (rgb.length != expected) {
      throw new IllegalArgumentException(
          "rgb must hold %d bytes for %dx%d pixels, got %d"
              .formatted(expected, width, height, rgb.length));
    }
    return new RgbImage(width, height, rgb);
  }

  /**
   * An image of one colour.
   *
   * @param color {@code 0xRRGGBB}
   */
  public static RgbImage filled(int width, int height, int color) {
    byte[] rgb = new byte[arraySize(width, height)];
    fill(rgb, color);
    return new RgbImage(width, height, rgb);
  }

  /** Pixels per row. */
  public int width() {
    return width;
  }

  /** Number of rows. */
  public int height() {
    return height;
  }

  /** The pixels {@code [height, width, 3]}, shared with this image: read only. */
  public byte[] rgb() {
    return rgb;
  }

  /** The colour {@code 0xRRGGBB} at column {@code x}, row {@code y}. */
  public int color(int x, int y) {
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    int i = (y * width + x) * 3;
    return (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | (rgb[i + 2] & 0xff);
  }

  /**
   * Resized with a triangle filter on pixel centres ({@code align_corners=False}). Enlarging is
   * plain bilinear interpolation; shrinking widens the filter by the scale, so that every source
   * pixel counts and nothing aliases. Equal to Pillow's {@code Image.resize(…, BILINEAR)}, the
   * resize of most training tools.
   */
  public RgbImage resizeBilinear(int newWidth, int newHeight) {
    arraySize(newWidth, newHeight);
    return newWidth == width && newHeight == height
        ? this
        : resizeBilinear(newWidth, newHeight, 0, 0, newWidth, newHeight);
  }

  /**
   * A window of what {@link #resizeBilinear(int, int)} gives, the same pixels to the last bit; the
   * rest is not computed.
   *
   * @param newWidth of the whole resized image
   * @param newHeight of the whole resized image
   * @param left first column of the window, {@code top} first row; it must lie within the resized
   *     image
   * @throws IndexOutOfBoundsException if it does not
   */
  public RgbImage resizeBilinear(
      int newWidth, int newHeight, int left, int top, int windowWidth, int windowHeight) {
    arraySize(windowWidth, windowHeight);
    Objects.checkFromIndexSize(left, windowWidth, newWidth);
    Objects.checkFromIndexSize(top, windowHeight, newHeight);
    return new RgbImage(
        windowWidth,
        windowHeight,
        BilinearResize.resize(
            rgb, width, height, newWidth, newHeight, left, top, windowWidth, windowHeight));
  }

  /** Mirrored left to right. */
  public RgbImage flipHorizontal() {
    return oriented(Orientation.MIRRORED);
  }

  /**
   * The window whose top left corner lies at {@code (left, top)} of this image. It may reach over
   * any border or lie outside altogether; what the image does not cover gets {@code fillColor}. So
   * this is crop and pad in one.
   *
   * @param fillColor {@code 0xRRGGBB}
   */
  public RgbImage window(int left, int top, int newWidth, int newHeight, int fillColor) {
    byte[] out = new byte[arraySize(newWidth, newHeight)];
    long right = Math.min(width, (long) left + newWidth);
    long bottom = Math.min(height, (long) top + newHeight);
    int fromX = Math.max(0, left);
    int fromY = Math.max(0, top);
    boolean covered =
        left >= 0
            && top >= 0
            && right == (long) left + newWidth
            && bottom == (long) top + newHeight;
    if (!covered) {
      fill(out, fillColor);
    }
    if (right > fromX) {
      int bytes = (int) (right - fromX) * 3;
      for (int y = fromY; y < bottom; y++) {
        int target = ((y - top) * newWidth + (fromX - left)) * 3;
        System.arraycopy(rgb, (y * width + fromX) * 3, out, target, bytes);
      }
    }
    return new RgbImage(newWidth, newHeight, out);
  }

  RgbImage oriented(Orientation orientation) {
    if (orientation == Orientation.UPRIGHT) {
      return this;
    }
    boolean swap = orientation.swapsSides();
    int newWidth = swap ? height : width;
    int newHeight = swap ? width : height;
    return new RgbImage(newWidth, newHeight, orientation.apply(rgb, width, height));
  }

  private static void fill(byte[] rgb, int color) {
    byte red = (byte) (color >> 16);
    byte green = (byte) (color >> 8);
    byte blue = (byte) color;
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = red;
      rgb[i + 1] = green;
      rgb[i + 2] = blue;
    }
  }

  private static int arraySize(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be at least 1, got %dx%d".formatted(width, height));
    }
    long bytes = (long) width * height * 3;
    if ((long) width * height > (Integer.MAX_VALUE - 8) / 3) {
      throw new IllegalArgumentException(
          "%dx%d pixels do not fit into one array".formatted(width, height));
    }
    return (int) bytes;
  }
}
