package io.yoso4j.train.pipeline;

import java.util.function.DoubleUnaryOperator;

/**
 * A change of colours: a curve for all channels, a change of saturation and hue in HSV, another
 * curve. One pass over the pixels; levels are rounded once after each of the three.
 */
final class ColorChange {
  private static final int LEVELS = 256;
  private static final float SEXTANTS = 6;

  /** Changes nothing. */
  static final ColorChange NONE = of(level -> level, 1, 0, level -> level);

  private final byte[] before;
  private final float saturation;
  private final float hue;
  private final byte[] after;
  private final boolean inHsv;

  private ColorChange(byte[] before, float saturation, float hue, byte[] after) {
    this.before = before;
    this.saturation = saturation;
    this.hue = hue;
    this.after = after;
    this.inHsv = saturation != 1 || hue != 0;
  }

  /**
   * @param before new level of each level of 0 to 255, clamped
   * @param saturation factor of S, at least 0; S stays at most 1
   * @param hue turn of H in sextants (60 degrees), towards green from red, within ±6
   * @param after as {@code before}, of the levels after the change in HSV
   */
  static ColorChange of(
      DoubleUnaryOperator before, double saturation, double hue, DoubleUnaryOperator after) {
    return new ColorChange(
        table(before), (float) saturation, (float) (hue < 0 ? hue + SEXTANTS : hue), table(after));
  }

  private static byte[] table(DoubleUnaryOperator curve) {
    byte[] table = new byte[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (byte) Math.clamp(Math.round(curve.applyAsDouble(level)), 0, LEVELS - 1);
    }
    return table;
  }

  /** Whether this is {@link #NONE}, so that applying it can be left out. */
  boolean isNone() {
    return this == NONE;
  }

  /**
   * Changes some pixels.
   *
   * @param in red, green, blue of each pixel, from index {@code from}
   * @param out the same of the changed pixels, from index 0
   * @param pixels how many
   */
  void apply(byte[] in, int from, byte[] out, int pixels) {
    if (inHsv) {
      applyInHsv(in, from, out, pixels);
      return;
    }
    for (int i = 0; i < 3 * pixels; i++) {
      out[i] = after[before[in[from + i] & 0xff] & 0xff];
    }
  }

  /**
   * With V the largest channel and C the chroma, S is C / V: a factor of S is one of C, bounded by
   * V / C. H is the sextant between two pure colours and the share of the way from one to the
   * other.
   */
  private void applyInHsv(byte[] in, int from, byte[] out, int pixels) {
    for (int i = 0; i < 3 * pixels; i += 3) {
      int red = before[in[from + i] & 0xff] & 0xff;
      int green = before[in[from + i + 1] & 0xff] & 0xff;
      int blue = before[in[from + i + 2] & 0xff] & 0xff;
      int value = Math.max(red, Math.max(green, blue));
      int chroma = value - Math.min(red, Math.min(green, blue));
      if (chroma == 0) {
        // Grey has neither saturation nor hue.
        out[i] = out[i + 1] = out[i + 2] = after[value];
        continue;
      }
      float newChroma = Math.min(chroma * saturation, value);
      if (hue == 0) {
        float factor = newChroma / chroma;
        out[i] = level(value - (value - red) * factor);
        out[i + 1] = level(value - (value - green) * factor);
        out[i + 2] = level(value - (value - blue) * factor);
        continue;
      }
      float place;
      if (value == red) {
        place = (float) (green - blue) / chroma;
      } else if (value == green) {
        place = 2 + (float) (blue - red) / chroma;
      } else {
        place = 4 + (float) (red - green) / chroma;
      }
      place += hue;
      place = place < 0 ? place + SEXTANTS : place >= SEXTANTS ? place - SEXTANTS : place;
      int sextant = (int) place;
      float share = place - sextant;
      byte most = after[value];
      byte least = level(value - newChroma);
      byte middle = level(value - newChroma * ((sextant & 1) == 0 ? 1 - share : share));
      out[i] = sextant == 0 || sextant >= 5 ? most : sextant == 1 || sextant == 4 ? middle : least;
      out[i + 1] =
          sextant == 1 || sextant == 2 ? most : sextant == 0 || sextant == 3 ? middle : least;
      out[i + 2] =
          sextant == 3 || sextant == 4 ? most : sextant == 2 || sextant >= 5 ? middle : least;
    }
  }

  private byte level(float exact) {
    return after[(int) (exact + 0.5f)];
  }
}
