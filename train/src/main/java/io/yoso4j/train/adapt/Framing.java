package io.yoso4j.train.adapt;

import io.yoso4j.data.health.ObjectFit;

/**
 * What the network sees at once: the whole image, or a part of it. A query tells alike objects
 * apart by their place, which it learns fast only where there are few at a time.
 *
 * @param size longer side of the scaled image, pixels
 * @param side side of the training images, pixels: {@code size} for whole images
 * @param whole whether whole images, scaled to {@code side}, are seen beside the parts
 */
record Framing(int size, int side, boolean whole) {
  private static final int GRANULARITY = 32;

  /** Side in pixels of half of the objects, from which outlines are learned well: six cells. */
  private static final double MEDIAN_PIXELS = 6.0 * ObjectFit.STRIDE;

  /** Side in pixels of all but 5% of the objects. */
  private static final double SMALL_PIXELS = 1.5 * ObjectFit.STRIDE;

  private static final int LEAST_SIZE = 256;
  private static final int MOST_SIZE = 512;

  /** Enlarging images further than this shows nothing new. */
  private static final int MOST_ENLARGED = 2;

  /** Side of crops: thirty-two cells, of which a nearly largest object takes half. */
  private static final int CROP = 128;

  /** Side of what shows whole images and parts of them. */
  private static final int MIXED = 160;

  /** Objects in an image from which it is worth looking at a part of it at a time. */
  private static final int CROWDED = 60;

  static Framing of(DataProfile data) {
    int most = Math.min(MOST_SIZE, MOST_ENLARGED * roundUp(data.longestSide()));
    double wanted = Math.max(MEDIAN_PIXELS / data.medianSide(), SMALL_PIXELS / data.smallSide());
    int size = Math.clamp(rounded(Math.min(wanted, MOST_SIZE)), Math.min(LEAST_SIZE, most), most);
    int fitting = Math.min(most, rounded(CROP / 2.0 / data.largeSide()));
    double share = (double) CROP * CROP / ((double) fitting * fitting);
    if (fitting >= Math.max(size, 2 * CROP) && data.usualObjects() * share >= 1) {
      return new Framing(fitting, CROP, false);
    }
    if (data.manyObjects() > CROWDED && size >= 2 * MIXED) {
      return new Framing(size, MIXED, true);
    }
    return new Framing(size, size, false);
  }

  /** Whether the training sees parts of images, and evaluation cuts images into tiles. */
  boolean tiled() {
    return side < size;
  }

  /** How much larger the scaled image is than what the network sees. */
  double zoom() {
    return (double) size / side;
  }

  private static int rounded(double side) {
    return (int) Math.round(side / GRANULARITY) * GRANULARITY;
  }

  private static int roundUp(int side) {
    return Math.ceilDiv(side, GRANULARITY) * GRANULARITY;
  }
}
