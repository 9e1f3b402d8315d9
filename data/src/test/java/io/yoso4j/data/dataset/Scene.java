package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.List;

/**
 * Objects that every format can hold to the pixel: corners on whole pixels, sides of the image
 * powers of two, nothing overlaps.
 */
record Scene(String split, String name, List<Thing> things) {

  static final int WIDTH = 64;
  static final int HEIGHT = 32;
  static final List<String> CLASSES = List.of("bolt", "nut");

  /** An object: class index and outlines. */
  record Thing(int category, List<double[]> rings) {
    Rle mask() {
      return Polygons.rasterize(rings, HEIGHT, WIDTH);
    }
  }

  private static final double[] SQUARE = {2, 3, 10, 3, 10, 11, 2, 11};
  private static final double[] ANGLE = {20, 4, 36, 4, 36, 8, 24, 8, 24, 20, 20, 20};
  private static final double[] LOW = {40, 16, 44, 16, 44, 28, 40, 28};
  private static final double[] LOW_TOO = {50, 16, 60, 16, 60, 20, 50, 20};
  private static final double[] CORNER = {0, 0, 64, 0, 64, 32, 60, 32, 60, 2, 0, 2};

  /** Images without objects, with objects of one part, and with one of two parts. */
  static List<Scene> all(boolean parts) {
    Thing last = parts ? new Thing(1, List.of(LOW, LOW_TOO)) : new Thing(1, List.<double[]>of(LOW));
    return List.of(
        new Scene("train", "a", List.of(new Thing(1, List.<double[]>of(SQUARE)), last)),
        new Scene("train", "b", List.of()),
        new Scene(
            "train",
            "c",
            List.of(new Thing(0, List.<double[]>of(ANGLE)), new Thing(0, List.<double[]>of(LOW)))),
        new Scene("val", "d", List.of(new Thing(1, List.<double[]>of(CORNER)))));
  }
}
