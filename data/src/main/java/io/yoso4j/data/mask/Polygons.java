package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.ArrayList;
import java.util.List;

/**
 * Polygons to masks by COCO's own rule, bit for bit: each ring is drawn on a grid five times finer,
 * pixels are decided by where its outline crosses the pixel centres of a column, inside is even-odd
 * within a ring, and the rings of an object are united.
 */
public final class Polygons {
  /** Beyond this, five times a coordinate's difference would not fit an int. */
  private static final double MAX_COORDINATE = 1e8;

  private Polygons() {}

  /**
   * The mask of an object.
   *
   * @param xyRings rings as x0, y0, x1, y1, ... in pixels, pixel centres at halves; closed
   *     implicitly; may reach outside the image
   * @return a mask of {@code height x width}
   * @throws DataException if the size is not allowed, there is no ring, or a ring has an odd number
   *     of values, fewer than three points, a coordinate that is not finite or beyond 1e8 in
   *     magnitude, or an outline too long to draw
   */
  public static Rle rasterize(List<double[]> xyRings, int height, int width) {
    MaskSize.pixels(height, width);
    if (xyRings.isEmpty()) {
      throw new DataException("polygon has no rings");
    }
    for (int i = 0; i < xyRings.size(); i++) {
      check(xyRings.get(i), i);
    }
    List<Rle> masks = new ArrayList<>(xyRings.size());
    for (double[] ring : xyRings) {
      masks.add(new PolygonRing(height, width).rasterize(ring));
    }
    return Rle.union(masks);
  }

  private static void check(double[] ring, int index) {
    if (ring.length < 6 || ring.length % 2 != 0) {
      throw new DataException(
          "polygon ring %d has %d numbers; it needs an even number, at least 6 (3 points)"
              .formatted(index, ring.length));
    }
    for (int i = 0; i < ring.length; i++) {
      // Written so that NaN fails too.
      if (!(Math.abs(ring[i]) <= MAX_COORDINATE)) {
        throw new DataException(
            "polygon ring %d: %s of point %d is %s; it must be finite and within +-1e8"
                .formatted(index, i % 2 == 0 ? "x" : "y", i / 2, ring[i]));
      }
    }
  }
}
