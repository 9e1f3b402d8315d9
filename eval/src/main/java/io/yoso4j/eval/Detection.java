package io.yoso4j.eval;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import org.jspecify.annotations.Nullable;

/**
 * A found object.
 *
 * @param imageId the image it is in
 * @param category contiguous category index, from 0
 * @param score confidence; any finite number, higher is surer
 * @param bbox its box, in pixels
 * @param mask its mask; may be null where only boxes are evaluated
 */
public record Detection(long imageId, int category, double score, Box bbox, @Nullable Rle mask) {

  /**
   * The area that decides whether an unmatched detection counts as small, medium or large: of the
   * mask where there is one, else of the box.
   */
  public double area() {
    return mask == null ? bbox.area() : mask.area();
  }
}
