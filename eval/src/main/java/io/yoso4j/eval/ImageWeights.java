package io.yoso4j.eval;

import java.util.SplittableRandom;

/**
 * Some resamples of the images: how often each image was drawn. A resample depends on the seed and
 * its own number only.
 */
final class ImageWeights {
  private final int images;
  private final short[] weights;
  private final int first;

  /**
   * @param resamples how many there are
   * @param first the number of the first
   */
  ImageWeights(int images, int resamples, int first) {
    this.images = images;
    this.weights = new short[Math.multiplyExact(images, resamples)];
    this.first = first;
  }

  /** Draws a resample: as many images as there are, with replacement. */
  void draw(int resample, long seed) {
    int from = (resample - first) * images;
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + resample);
    for (int i = 0; i < images; i++) {
      weights[from + random.nextInt(images)]++;
    }
  }

  /** Sets how often an image was drawn. */
  void set(int resample, int image, int times) {
    weights[(resample - first) * images + image] = (short) times;
  }

  /** The number of the first resample. */
  int first() {
    return first;
  }

  /** Where the weights of a resample start in {@link #values()}. */
  int offset(int resample) {
    return (resample - first) * images;
  }

  short[] values() {
    return weights;
  }
}
