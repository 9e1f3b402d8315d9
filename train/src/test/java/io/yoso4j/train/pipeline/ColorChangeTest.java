package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColorChangeTest {
  private static final DoubleUnaryOperator SAME = level -> level;

  /** V is 200 and C is 150 throughout, H a third of the way from red to yellow. */
  @ParameterizedTest
  @CsvSource({
    // saturation, sextants, red, green, blue
    "1, 0, 200, 100, 50",
    "0.5, 0, 200, 150, 125",
    "0, 0, 200, 200, 200",
    "2, 0, 200, 67, 0",
    "1, 1, 150, 200, 50",
    "1, -1, 200, 50, 150",
    "1, 3, 50, 150, 200",
    "1, -3, 50, 150, 200",
    "1, 2, 50, 200, 100",
    "1, -2, 100, 50, 200",
    "1, 0.5, 200, 175, 50",
    "0.5, 1, 175, 200, 125",
    "0, 2, 200, 200, 200",
  })
  void saturationAndHueFollowTheirDefinition(
      double saturation, double hue, int red, int green, int blue) {
    ColorChange change = ColorChange.of(SAME, saturation, hue, SAME);
    assertThat(changed(change, 200, 100, 50)).containsExactly(red, green, blue);
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "10, 40", "225.4, 255", "226, 255", "-29.4, 1", "-31, 0"})
  void levelsAreRoundedAndClamped(double shift, int expected) {
    ColorChange change = ColorChange.of(level -> level + shift, 1, 0, SAME);
    assertThat(changed(change, 30, 30, 30)).containsExactly(expected, expected, expected);
  }

  @Test
  void theCurvesComeBeforeAndAfterHsv() {
    DoubleUnaryOperator half = level -> level / 2;
    // Hue turned first: the largest channel is green whichever curve is applied.
    assertThat(changed(ColorChange.of(half, 1, 1, SAME), 200, 100, 50))
        .containsExactly(75, 100, 25);
    assertThat(changed(ColorChange.of(SAME, 1, 1, half), 200, 100, 50))
        .containsExactly(75, 100, 25);
    DoubleUnaryOperator atMost100 = level -> Math.min(level, 100);
    // (100, 100, 50) is yellow, sextant 1, which a third of a turn makes cyan.
    assertThat(changed(ColorChange.of(atMost100, 1, 2, SAME), 200, 100, 50))
        .containsExactly(50, 100, 100);
    assertThat(changed(ColorChange.of(SAME, 1, 2, atMost100), 200, 100, 50))
        .containsExactly(50, 100, 100);
    assertThat(changed(ColorChange.of(atMost100, 0.5, 0, SAME), 200, 150, 50))
        .containsExactly(100, 100, 75);
    assertThat(changed(ColorChange.of(SAME, 0.5, 0, atMost100), 200, 150, 50))
        .containsExactly(100, 100, 100);
  }

  @Test
  void nothingIsChangedByNone() {
    Random random = new Random(4);
    byte[] in = new byte[3 * 1000];
    random.nextBytes(in);
    byte[] out = new byte[in.length];
    ColorChange.NONE.apply(in, 0, out, 1000);
    assertThat(out).isEqualTo(in);
    // By way of HSV too, a whole turn being none.
    ColorChange.of(SAME, 1, 6, SAME).apply(in, 0, out, 1000);
    assertThat(out).isEqualTo(in);
  }

  @Test
  void agreesWithTheHsvOfJava() {
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      int[] rgb = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      float saturation = 2 * random.nextFloat();
      float hue = 6 * random.nextFloat() - 3;
      float[] hsb = Color.RGBtoHSB(rgb[0], rgb[1], rgb[2], null);
      int expected = Color.HSBtoRGB(hsb[0] + hue / 6, Math.min(1, hsb[1] * saturation), hsb[2]);
      int[] actual = changed(ColorChange.of(SAME, saturation, hue, SAME), rgb[0], rgb[1], rgb[2]);
      for (int channel = 0; channel < 3; channel++) {
        assertThat(actual[channel])
            .as("%d: %s", i, java.util.Arrays.toString(rgb))
            .isBetween(
                (expected >> (16 - 8 * channel) & 0xff) - 1,
                (expected >> (16 - 8 * channel) & 0xff) + 1);
      }
    }
  }

  static int[] changed(ColorChange change, int red, int green, int blue) {
    // Between other pixels, to see that no more than the asked ones are taken.
    byte[] in = {9, 9, 9, (byte) red, (byte) green, (byte) blue, 9, 9, 9};
    byte[] out = new byte[3];
    change.apply(in, 3, out, 1);
    return new int[] {out[0] & 0xff, out[1] & 0xff, out[2] & 0xff};
  }
}
