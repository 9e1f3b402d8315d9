package io.yoso4j.data.shapes;

/** A surface: two colours (red, green, blue from 0 to 255) mixed by a texture. */
final class Paint {
  private static final double HUES = 6;

  private final double[] color;
  private final double[] accent;
  private final Texture texture;

  private Paint(double[] color, double[] accent, Texture texture) {
    this.color = color;
    this.accent = accent;
    this.texture = texture;
  }

  Texture texture() {
    return texture;
  }

  /** The colour channel at a point, where 0 is red and 2 is blue. */
  double at(int channel, double mix) {
    return color[channel] + mix * accent[channel];
  }

  /** Any colour at all. */
  static Paint random(SceneRandom random, double scale, double contrast) {
    return of(random, anyColor(random), scale, contrast);
  }

  /** A greyish colour, for backgrounds that shapes of full colours stand out from. */
  static Paint muted(SceneRandom random, double scale, double contrast) {
    double hue = random.between(0, HUES);
    return of(
        random, color(hue, random.between(0, 0.35), random.between(45, 245)), scale, contrast);
  }

  /**
   * A full colour of about the given hue.
   *
   * @param hue 0 is red, 2 green, 4 blue, on a circle of length 6
   * @param spread largest distance from it
   */
  static Paint ofHue(SceneRandom random, double hue, double spread, double scale, double contrast) {
    double near = (hue + random.between(-spread, spread) + HUES) % HUES;
    return of(
        random, color(near, random.between(0.55, 0.95), random.between(110, 250)), scale, contrast);
  }

  private static Paint of(SceneRandom random, double[] color, double scale, double contrast) {
    double[] other = anyColor(random);
    double[] accent = new double[3];
    // Mostly a change of brightness, partly one of hue.
    double light = random.between(-60, 60);
    double hue = random.between(0, 0.35);
    for (int c = 0; c < 3; c++) {
      accent[c] = contrast * (light + hue * (other[c] - color[c]));
    }
    return new Paint(color, accent, Texture.random(random, scale));
  }

  private static double[] anyColor(SceneRandom random) {
    double hue = random.between(0, HUES);
    double saturation = Math.sqrt(random.next()) * 0.9;
    return color(hue, saturation, random.between(45, 245));
  }

  private static double[] color(double hue, double saturation, double value) {
    double[] rgb = new double[3];
    for (int c = 0; c < 3; c++) {
      // Distance of the hue from the channel's own hue on the colour circle.
      double d = Math.abs((hue - 2 * c + 9) % HUES - 3);
      double share = Math.clamp(2 - d, 0, 1);
      rgb[c] = value * (1 - saturation * (1 - share));
    }
    return rgb;
  }

  double distance(double[] rgb) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += (color[c] - rgb[c]) * (color[c] - rgb[c]);
    }
    return Math.sqrt(sum);
  }
}
