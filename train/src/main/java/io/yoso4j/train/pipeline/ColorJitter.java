package io.yoso4j.train.pipeline;

/**
 * Random changes of brightness, contrast, saturation and hue, each with its own coin, in one of two
 * orders: contrast before the changes in HSV or after them. After SSD (Liu et al., ECCV 2016) and
 * detectron2's {@code ColorAugSSDTransform}.
 *
 * @param probability of each change
 * @param brightness largest change, levels
 * @param contrast largest change of the factor 1
 * @param saturation largest change of the factor 1
 * @param hue largest turn, degrees
 */
record ColorJitter(
    double probability, double brightness, double contrast, double saturation, double hue) {
  private static final double DEGREES_PER_SEXTANT = 60;

  /** The change of one sample. */
  ColorChange draw(CounterRandom random) {
    double shift = change(Purpose.BRIGHTNESS, brightness, random);
    double factor = 1 + change(Purpose.CONTRAST, contrast, random);
    boolean contrastFirst = random.uniform(Purpose.COLOR_ORDER) < 0.5;
    return ColorChange.of(
        contrastFirst ? level -> clamped(clamped(level + shift) * factor) : level -> level + shift,
        1 + change(Purpose.SATURATION, saturation, random),
        change(Purpose.HUE, hue, random) / DEGREES_PER_SEXTANT,
        contrastFirst ? level -> level : level -> level * factor);
  }

  private double change(Purpose purpose, double largest, CounterRandom random) {
    return random.uniform(purpose) < probability
        ? largest * (2 * random.uniform(purpose, 1) - 1)
        : 0;
  }

  private static double clamped(double level) {
    return Math.clamp(level, 0, 255);
  }
}
