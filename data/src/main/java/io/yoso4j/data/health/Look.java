package io.yoso4j.data.health;

import io.yoso4j.data.image.RgbImage;

/**
 * How an image looks from afar, to find copies that were resized, brightened or encoded anew:
 * {@code 16 x 16} grey values without their mean, and the signs of {@code 8 x 8} of them as a quick
 * test.
 */
final class Look {

  private static final int SIDE = 16;
  private static final int CELLS = SIDE / 2;

  /** Signs that may differ: encoding anew turns the few that are almost 0. */
  private static final int MAX_SIGNS = 6;

  private static final double MIN_CORRELATION = 0.99;

  /** Standard deviation in grey values below which there is nothing to recognise. */
  private static final double MIN_CONTRAST = 4;

  private final float[] grey;
  private final double norm;
  private final long signs;

  private Look(float[] grey, double norm, long signs) {
    this.grey = grey;
    this.norm = norm;
    this.signs = signs;
  }

  static Look of(RgbImage image) {
    byte[] rgb = image.resizeBilinear(SIDE, SIDE).rgb();
    float[] grey = new float[SIDE * SIDE];
    double sum = 0;
    for (int i = 0; i < grey.length; i++) {
      grey[i] =
          0.299f * (rgb[3 * i] & 0xff)
              + 0.587f * (rgb[3 * i + 1] & 0xff)
              + 0.114f * (rgb[3 * i + 2] & 0xff);
      sum += grey[i];
    }
    float mean = (float) (sum / grey.length);
    double squares = 0;
    for (int i = 0; i < grey.length; i++) {
      grey[i] -= mean;
      squares += grey[i] * grey[i];
    }
    return new Look(grey, Math.sqrt(squares), signs(grey));
  }

  private static long signs(float[] grey) {
    long bits = 0;
    for (int y = 0; y < CELLS; y++) {
      for (int x = 0; x < CELLS; x++) {
        int at = 2 * y * SIDE + 2 * x;
        float sum = grey[at] + grey[at + 1] + grey[at + SIDE] + grey[at + SIDE + 1];
        bits = bits << 1 | (sum > 0 ? 1 : 0);
      }
    }
    return bits;
  }

  /** Whether the images look the same, but for brightness and contrast. */
  boolean resembles(Look other) {
    if (Long.bitCount(signs ^ other.signs) > MAX_SIGNS) {
      return false;
    }
    double least = MIN_CONTRAST * SIDE;
    if (norm < least || other.norm < least) {
      return false;
    }
    double product = 0;
    for (int i = 0; i < grey.length; i++) {
      product += grey[i] * other.grey[i];
    }
    return product >= MIN_CORRELATION * norm * other.norm;
  }
}
