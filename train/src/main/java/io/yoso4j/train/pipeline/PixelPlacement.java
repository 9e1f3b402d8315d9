package io.yoso4j.train.pipeline;

import io.yoso4j.data.image.RgbImage;

/** Brings the pixels of one image to where a {@link Placement} brings them, with other colours. */
final class PixelPlacement {
  private PixelPlacement() {}

  /**
   * Writes the window into planes. Only the window is resized; every pixel is changed and written
   * in the same pass.
   *
   * @param planes red, green, blue {@code [3, height, width]}; what the image does not cover stays
   */
  static void write(
      RgbImage image,
      Placement placement,
      ColorChange colors,
      byte[] planes,
      int height,
      int width) {
    RgbImage window =
        LoaderClock.timed(
            LoaderClock.Part.RESIZE,
            () ->
                image.resizeBilinear(
                    placement.scaledWidth(),
                    placement.scaledHeight(),
                    placement.left(),
                    placement.top(),
                    placement.windowWidth(),
                    placement.windowHeight()));
    LoaderClock.timed(
        LoaderClock.Part.JITTER, () -> spread(window, placement, colors, planes, height, width));
  }

  private static byte[] spread(
      RgbImage window,
      Placement placement,
      ColorChange colors,
      byte[] planes,
      int height,
      int width) {
    Symmetry symmetry = placement.symmetry();
    int columnStep = symmetry.mirrored() ? -1 : 1;
    int rowStep = symmetry.upsideDown() ? -width : width;
    int origin =
        (symmetry.mirrored() ? placement.validWidth() - 1 : 0)
            + (symmetry.upsideDown() ? (placement.validHeight() - 1) * width : 0);
    int acrossStep = symmetry.transposed() ? rowStep : columnStep;
    int downStep = symmetry.transposed() ? columnStep : rowStep;
    int plane = height * width;
    int pixels = placement.windowWidth();
    byte[] rgb = window.rgb();
    byte[] changed = new byte[3 * pixels];
    for (int y = 0; y < placement.windowHeight(); y++) {
      int from = 3 * y * pixels;
      byte[] row = rgb;
      if (!colors.isNone()) {
        colors.apply(rgb, from, changed, pixels);
        row = changed;
        from = 0;
      }
      int to = origin + y * downStep;
      for (int i = from; i < from + 3 * pixels; i += 3, to += acrossStep) {
        planes[to] = row[i];
        planes[plane + to] = row[i + 1];
        planes[2 * plane + to] = row[i + 2];
      }
    }
    return planes;
  }
}
