package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.Pins;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The recorded decisions that are used instead of the engine's own. */
final class Decisions implements Pins {
  private final @Nullable Assignment[][] assignments;
  private final @Nullable RecordedPoints[] points;

  Decisions(int stages, int images) {
    assignments = new @Nullable Assignment[stages][images];
    points = new @Nullable RecordedPoints[stages];
  }

  /** The points of every pair of a level. */
  @FunctionalInterface
  interface RecordedPoints {
    float[] of(int image, int target);
  }

  void pin(int stage, int image, Assignment assignment) {
    assignments[stage][image] = assignment;
  }

  void pin(int stage, RecordedPoints recorded) {
    points[stage] = recorded;
  }

  boolean any() {
    return Arrays.stream(assignments).flatMap(Arrays::stream).anyMatch(Objects::nonNull)
        || Arrays.stream(points).anyMatch(Objects::nonNull);
  }

  @Override
  public @Nullable Assignment assignment(int stage, int image) {
    return assignments[stage][image];
  }

  @Override
  public float @Nullable [] points(int stage, int image, int target) {
    RecordedPoints recorded = points[stage];
    return recorded == null ? null : recorded.of(image, target);
  }
}
