package io.yoso4j.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Files to evaluate, and how.
 *
 * @param truth annotations
 * @param results one result file, or two to compare
 * @param maxDetections three ascending limits on detections per image and category
 * @param iouThresholds ascending IoU thresholds; empty for COCO's ten
 * @param json whether to print JSON
 */
record FileEvalRequest(
    Path truth,
    List<Path> results,
    List<Integer> maxDetections,
    List<Double> iouThresholds,
    boolean json) {

  FileEvalRequest {
    results = List.copyOf(results);
    maxDetections = List.copyOf(maxDetections);
    iouThresholds = List.copyOf(iouThresholds);
  }
}
