package io.yoso4j.cli.report;

import java.awt.Color;

/** Colours for objects: bright enough for dark images, each far from its neighbours in the list. */
public final class Palette {

  private static final int[] COLORS = {
    0xff5c5c, 0x3fa7ff, 0xffd23f, 0x3ddc97, 0xd77bff, 0xff9f40, 0x37e0e8, 0xff7eb6, 0xb4e33d,
    0x8c9eff, 0xe0b080, 0x5ee06a
  };

  private Palette() {}

  /**
   * {@code 0xRRGGBB}; beyond the listed ones, hues turned by the golden angle, which never come
   * close to each other soon.
   */
  public static int color(int index) {
    if (index < COLORS.length) {
      return COLORS[Math.max(0, index)];
    }
    float hue = (float) (index * 0.61803398875 % 1);
    return Color.HSBtoRGB(hue, index % 2 == 0 ? 0.75f : 0.5f, 1f) & 0xffffff;
  }

  /** Black or white, whichever is easier to read on the colour. */
  static int inkOn(int color) {
    double luminance =
        0.299 * ((color >> 16) & 0xff) + 0.587 * ((color >> 8) & 0xff) + 0.114 * (color & 0xff);
    return luminance > 110 ? 0x000000 : 0xffffff;
  }
}
