package io.yoso4j.model;

import java.util.Set;

/**
 * How a {@link Segmenter} divides an image into segments.
 *
 * @param things classes whose objects are told apart; segments of any other class (stuff) are
 *     merged
 * @param objectThreshold queries whose best class is not more probable are left out
 *     (OBJECT_MASK_THRESHOLD), 0 to 1
 * @param overlapThreshold a query is left out if a smaller share of its mask remains after others
 *     took their pixels (OVERLAP_THRESHOLD), 0 to 1
 */
public record PanopticOptions(
    Set<Integer> things, double objectThreshold, double overlapThreshold) {
  public PanopticOptions {
    things = Set.copyOf(things);
    share("objectThreshold", objectThreshold);
    share("overlapThreshold", overlapThreshold);
  }

  /** Upstream's thresholds for COCO, 0.8 both. */
  public static PanopticOptions of(Set<Integer> things) {
    return new PanopticOptions(things, 0.8, 0.8);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " (" + value + ") must be between 0 and 1");
    }
  }
}
