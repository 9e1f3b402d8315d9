package io.yoso4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files to evaluate, and how.
 *
 * @param truth annotations
 * @param results one result file, or two to compare
 * @param maxDetections three ascending limits on detections per image and category
 * @param iouThresholds ascending IoU thresholds; empty for COCO's ten
 * @param json whether to print JSON
 * @param truthFolder id images of panoptic annotations; null for the folder beside them
 * @param resultFolder id images of panoptic results, likewise
 * @param page where to write a page; null for nowhere
 */
record FileEvalRequest(
    Path truth,
    List<Path> results,
    List<Integer> maxDetections,
    List<Double> iouThresholds,
    boolean json,
    @Nullable Path truthFolder,
    @Nullable Path resultFolder,
    @Nullable Path page) {

  /** COCO's limits on detections. */
  static final List<Integer> COCO_LIMITS = List.of(1, 10, 100);

  FileEvalRequest {
    results = List.copyOf(results);
    maxDetections = List.copyOf(maxDetections);
    iouThresholds = List.copyOf(iouThresholds);
  }
}
