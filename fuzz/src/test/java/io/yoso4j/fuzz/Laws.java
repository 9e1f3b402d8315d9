package io.yoso4j.fuzz;

import io.yoso4j.data.mask.Rle;

/** What holds for every mask, however it was made. */
final class Laws {
  private Laws() {}

  static void check(Rle mask) {
    require(Rle.encode(mask.toBitmap()).equals(mask), "to bits and back");
    require(mask.toBitmap().area() == mask.area(), "area");
    require(mask.flipVertically().flipVertically().equals(mask), "flipped twice");
    require(mask.flipHorizontally().area() == mask.area(), "area of the mirrored mask");
    require(mask.complement().complement().equals(mask), "complement of the complement");
    require(mask.boundary().difference(mask).area() == 0, "boundary inside the mask");
    require(mask.area() == 0 || Rle.iou(mask, mask, false) == 1, "IoU with itself");
  }

  static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError("broken law: " + law);
    }
  }
}
