package io.yoso4j.train.pipeline;

import io.yoso4j.train.config.AugmentSettings;

/**
 * Where an image comes to lie in its training sample: scaled, then cropped to a window, then
 * mirrored. The window's content fills the top left of the square sample; the rest is padding.
 *
 * <p>Pixel centres lie at halves: column x of the window has its centre at {@code left + x + 0.5}
 * of the scaled image, which is {@code (left + x + 0.5) · width / scaledWidth} of the original one.
 *
 * @param width columns of the original image
 * @param height rows of the original image
 * @param scaledWidth columns of the scaled image
 * @param scaledHeight rows of the scaled image
 * @param left first column of the window in the scaled image
 * @param top first row of the window in the scaled image
 * @param size side of the sample
 * @param mirrored whether the window is mirrored left to right
 */
record Placement(
    int width,
    int height,
    int scaledWidth,
    int scaledHeight,
    int left,
    int top,
    int size,
    boolean mirrored) {

  /**
   * Large-scale jitter: the image is fitted into the square of side {@code imageSize} times a
   * random scale, and a window of at most that side is taken at a random place.
   */
  static Placement draw(AugmentSettings augment, int width, int height, CounterRandom random) {
    double jitter =
        augment.minScale()
            + (augment.maxScale() - augment.minScale()) * random.uniform(Purpose.SCALE);
    double side = augment.imageSize() * jitter;
    double scale = Math.min(side / width, side / height);
    int scaledWidth = Math.max(1, Math.toIntExact(Math.round(width * scale)));
    int scaledHeight = Math.max(1, Math.toIntExact(Math.round(height * scale)));
    int size = augment.imageSize();
    return new Placement(
        width,
        height,
        scaledWidth,
        scaledHeight,
        random.below(Purpose.CROP_X, 0, Math.max(0, scaledWidth - size) + 1),
        random.below(Purpose.CROP_Y, 0, Math.max(0, scaledHeight - size) + 1),
        size,
        random.uniform(Purpose.FLIP) < augment.flip());
  }

  /** Columns of the sample that show the image. */
  int validWidth() {
    return Math.min(size, scaledWidth - left);
  }

  /** Rows of the sample that show the image. */
  int validHeight() {
    return Math.min(size, scaledHeight - top);
  }

  /** The column of the sample at which column {@code x} of the window ends up. */
  int column(int x) {
    return mirrored ? validWidth() - 1 - x : x;
  }

  /** For each column of the window, the original column under its centre. */
  int[] sourceColumns() {
    return sources(validWidth(), left, width, scaledWidth);
  }

  /** For each row of the window, the original row under its centre. */
  int[] sourceRows() {
    return sources(validHeight(), top, height, scaledHeight);
  }

  private static int[] sources(int count, int offset, int original, int scaled) {
    int[] sources = new int[count];
    for (int i = 0; i < count; i++) {
      // floor((offset + i + 1/2) · original / scaled) without rounding.
      sources[i] = (int) ((2L * (offset + i) + 1) * original / (2L * scaled));
    }
    return sources;
  }
}
