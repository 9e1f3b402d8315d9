package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The objects and detections of one category in one image, detections from the highest score to the
 * lowest (equal scores in the order given) and cut to the limit.
 */
record ImageCell(List<GroundTruth> truths, List<Detection> detections) {
  /** Adding 0 makes -0 equal to 0, as in NumPy's order. */
  private static final Comparator<Detection> BY_SCORE =
      Comparator.comparingDouble((Detection d) -> d.score() + 0.0).reversed();

  static ImageCell of(List<GroundTruth> truths, List<Detection> detections, int limit) {
    List<Detection> sorted = new ArrayList<>(detections);
    sorted.sort(BY_SCORE);
    return new ImageCell(
        List.copyOf(truths), List.copyOf(sorted.subList(0, Math.min(limit, sorted.size()))));
  }
}
