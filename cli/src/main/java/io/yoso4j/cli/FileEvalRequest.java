package io.yoso4j.cli;

import io.yoso4j.eval.EvalConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files to evaluate, and how.
 *
 * @param truth annotations
 * @param results one result file, or two to compare
 * @param config limits on detections, IoU thresholds and the like
 * @param resamples how many resamples of the images a comparison takes
 * @param seed of the resamples
 * @param json whether to print JSON
 * @param truthFolder id images of panoptic annotations; null for the folder beside them
 * @param resultFolder id images of panoptic results, likewise
 * @param page where to write a page; null for nowhere
 */
record FileEvalRequest(
    Path truth,
    List<Path> results,
    EvalConfig config,
    int resamples,
    long seed,
    boolean json,
    @Nullable Path truthFolder,
    @Nullable Path resultFolder,
    @Nullable Path page) {

  FileEvalRequest {
    results = List.copyOf(results);
  }
}
