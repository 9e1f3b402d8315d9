package io.yoso4j.train.pipeline;

/**
 * Where an image comes to lie in its training sample: scaled, then cropped to a window, then turned
 * and mirrored. The window's content fills the top left of the sample; the rest is padding.
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
 * @param windowWidth columns of the window
 * @param windowHeight rows of the window
 * @param symmetry how the window is laid into the sample
 */
record Placement(
    int width,
    int height,
    int scaledWidth,
    int scaledHeight,
    int left,
    int top,
    int windowWidth,
    int windowHeight,
    Symmetry symmetry) {

  /** An image as it is. */
  static Placement whole(int width, int height) {
    return new Placement(width, height, width, height, 0, 0, width, height, Symmetry.IDENTITY);
  }

  /** The whole image at another size, at least 1 pixel each way. */
  Placement scaledTo(double newWidth, double newHeight) {
    int columns = Math.max(1, Math.toIntExact(Math.round(newWidth)));
    int rows = Math.max(1, Math.toIntExact(Math.round(newHeight)));
    return new Placement(width, height, columns, rows, 0, 0, columns, rows, symmetry);
  }

  /** Another window of the scaled image. */
  Placement cropped(int newLeft, int newTop, int newWidth, int newHeight) {
    return new Placement(
        width, height, scaledWidth, scaledHeight, newLeft, newTop, newWidth, newHeight, symmetry);
  }

  Placement laid(Symmetry newSymmetry) {
    return new Placement(
        width,
        height,
        scaledWidth,
        scaledHeight,
        left,
        top,
        windowWidth,
        windowHeight,
        newSymmetry);
  }

  /** Columns of the sample that show the image. */
  int validWidth() {
    return symmetry.transposed() ? windowHeight : windowWidth;
  }

  /** Rows of the sample that show the image. */
  int validHeight() {
    return symmetry.transposed() ? windowWidth : windowHeight;
  }
}
