package io.yoso4j.data.shapes;

/** A surface: two colours (red, green, blue from 0 to 255) mixed by a texture. */
final class Paint {

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

  static Paint random(SceneRandom random, double scale, double contrast) {
    double[] color = randomColor(random);
    double[] other = randomColor(random);
    double[] accent = new double[3];
    // Mostly a change of brightness, partly one of hue.
    double light = random.between(-60, 60);
    double hue = random.between(0, 0.35);
    for (int c = 0; c < 3; c++) {
      accent[c] = contrast * (light + hue * (other[c] - color[c]));
    }
    return new Paint(color, accent, Texture.random(random, scale));
  }

  private static double[] randomColor(SceneRandom random) {
    double hue = random.between(0, 6);
    double saturation = Math.sqrt(random.next()) * 0.9;
    double value = random.between(45, 245);
    double[] rgb = new double[3];
    for (int c = 0; c < 3; c++) {
      // Distance of the hue from the channel's own hue on the colour circle of length 6.
      double d = Math.abs((hue - 2 * c + 9) % 6 - 3);
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
