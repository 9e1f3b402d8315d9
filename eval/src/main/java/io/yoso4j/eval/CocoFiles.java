package io.yoso4j.eval;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Annotations and the results of one or more runs.
 *
 * @param detections in the order of the files asked for
 */
public record CocoFiles(CocoGroundTruth truth, List<CocoDetections> detections) {
  /** Copies the list. */
  public CocoFiles {
    detections = List.copyOf(detections);
  }

  /**
   * Reads the files at the same time, each with one thread.
   *
   * @throws io.yoso4j.data.DataException if one is missing or wrong; if several are, the first of
   *     them
   */
  public static CocoFiles read(IouType type, Path truth, List<Path> results, int threads) {
    CocoGroundTruth[] annotated = new CocoGroundTruth[1];
    CocoDetections[] found = new CocoDetections[results.size()];
    Indexed.forEach(
        found.length + 1,
        threads,
        1,
        () ->
            i -> {
              if (i == 0) {
                annotated[0] = CocoGroundTruth.read(truth, type);
              } else {
                found[i - 1] = CocoDetections.read(results.get(i - 1), type);
              }
            });
    return new CocoFiles(Objects.requireNonNull(annotated[0]), List.of(found));
  }

  /** What was filled in or may surprise, one line each, without repetition. */
  public List<String> notes() {
    return Stream.concat(
            truth.notes().stream(), detections.stream().flatMap(found -> found.notes().stream()))
        .distinct()
        .toList();
  }
}
