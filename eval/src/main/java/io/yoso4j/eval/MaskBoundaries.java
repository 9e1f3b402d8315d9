package io.yoso4j.eval;

import io.yoso4j.data.mask.Rle;
import org.jspecify.annotations.Nullable;

/** Boundaries of the detections of a cell. They cost more than an IoU and are made when needed. */
final class MaskBoundaries {
  private final Rle[] masks;
  private final @Nullable Rle[] boundaries;
  private final double ratio;

  /**
   * @param masks filled before the first use
   */
  MaskBoundaries(Rle[] masks, double ratio) {
    this.masks = masks;
    this.boundaries = new Rle[masks.length];
    this.ratio = ratio;
  }

  /**
   * Lowers the IoUs with an object to the Boundary IoU where that is smaller.
   *
   * @param ious {@code [masks, truths]} in C order
   */
  void lower(double[] ious, int truths, int truth, Rle mask) {
    Rle annotated = null;
    for (int d = 0; d < masks.length; d++) {
      int at = d * truths + truth;
      if (ious[at] > 0) {
        if (annotated == null) {
          annotated = mask.boundary(ratio);
        }
        ious[at] = Math.min(ious[at], Rle.iou(boundary(d), annotated, false));
      }
    }
  }

  private Rle boundary(int detection) {
    Rle known = boundaries[detection];
    if (known == null) {
      known = masks[detection].boundary(ratio);
      boundaries[detection] = known;
    }
    return known;
  }
}
