package io.yoso4j.cli.report;

import io.yoso4j.data.image.RgbImage;
import java.awt.image.BufferedImage;

/** Between the library's images and those that Java can draw on. */
final class RgbPicture {

  private RgbPicture() {}

  /** A copy to draw on. */
  static BufferedImage canvas(RgbImage image) {
    byte[] rgb = image.rgb();
    int[] pixels = new int[rgb.length / 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          ((rgb[3 * i] & 0xff) << 16) | ((rgb[3 * i + 1] & 0xff) << 8) | (rgb[3 * i + 2] & 0xff);
    }
    BufferedImage canvas =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    canvas.setRGB(0, 0, image.width(), image.height(), pixels, 0, image.width());
    return canvas;
  }

  /** What has been drawn. */
  static RgbImage of(BufferedImage canvas) {
    int width = canvas.getWidth();
    int height = canvas.getHeight();
    int[] pixels = canvas.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[pixels.length * 3];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return RgbImage.of(width, height, rgb);
  }
}
