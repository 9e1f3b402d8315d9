package io.yoso4j.cli.report;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.Comparator;
import java.util.List;

/**
 * Draws objects over an image: a tinted mask, a contour with a dark rim, and a label.
 *
 * <p>Large objects are drawn first, so that a small one in front stays visible, and labels last,
 * moved apart where they would cover each other.
 */
public final class OverlayPainter {

  private static final double TINT = 0.42;
  private static final double RIM = 0.55;

  private OverlayPainter() {}

  /** Draws at the size of the image. */
  public static RgbImage paint(RgbImage image, List<OverlayInstance> instances) {
    return paint(image, instances, 1);
  }

  /**
   * Draws on the image enlarged {@code scale} times, so that thin contours and labels stay readable
   * on small images.
   *
   * @param scale at least 1
   * @throws IllegalArgumentException when a mask is not of the image's size
   */
  public static RgbImage paint(RgbImage image, List<OverlayInstance> instances, int scale) {
    int width = image.width() * scale;
    int height = image.height() * scale;
    byte[] rgb = image.resizeBilinear(width, height).rgb().clone();
    int thickness = Math.max(1, (int) Math.round(Math.min(width, height) / 260.0));
    List<OverlayInstance> ordered =
        instances.stream()
            .sorted(Comparator.comparingLong((OverlayInstance i) -> i.mask().area()).reversed())
            .toList();
    for (OverlayInstance instance : ordered) {
      Bitmap mask = instance.mask();
      if (mask.width() != image.width() || mask.height() != image.height()) {
        throw new IllegalArgumentException(
            "mask of '%s' is %dx%d, the image %dx%d (width x height)"
                .formatted(
                    instance.label(), mask.width(), mask.height(), image.width(), image.height()));
      }
      tint(
          rgb,
          width,
          height,
          new ScaledMask(mask, scale),
          Palette.color(instance.color()),
          thickness);
    }
    return LabelPainter.paint(RgbImage.of(width, height, rgb), ordered, scale);
  }

  private static void tint(
      byte[] rgb, int width, int height, ScaledMask mask, int color, int thickness) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        if (mask.covers(x, y)) {
          mix(rgb, at, color, mask.touches(x, y, thickness, false) ? 1 : TINT);
        } else if (mask.touches(x, y, 1, true)) {
          mix(rgb, at, 0, RIM);
        }
      }
    }
  }

  private static void mix(byte[] rgb, int at, int color, double share) {
    for (int channel = 0; channel < 3; channel++) {
      int above = (color >> (16 - 8 * channel)) & 0xff;
      int below = rgb[at + channel] & 0xff;
      rgb[at + channel] = (byte) Math.round(below + share * (above - below));
    }
  }

  /** A mask seen at the enlarged size; outside the image nothing is covered. */
  private record ScaledMask(Bitmap mask, int scale) {

    boolean covers(int x, int y) {
      return x >= 0
          && y >= 0
          && x < mask.width() * scale
          && y < mask.height() * scale
          && mask.get(y / scale, x / scale);
    }

    /**
     * Whether a pixel straight left, right, above or below, within the distance, is (or is not)
     * covered.
     */
    boolean touches(int x, int y, int distance, boolean covered) {
      for (int d = 1; d <= distance; d++) {
        if (covers(x - d, y) == covered
            || covers(x + d, y) == covered
            || covers(x, y - d) == covered
            || covers(x, y + d) == covered) {
          return true;
        }
      }
      return false;
    }
  }
}
