package io.yoso4j.criterion;

import org.jspecify.annotations.Nullable;

/** Repeats the assignments and points of an earlier evaluation. */
record PinnedChoices(Explanation earlier, int batch) implements Pins {
  @Override
  public Assignment assignment(int stage, int image) {
    return earlier.images().get(stage * batch + image).assignment();
  }

  @Override
  public float @Nullable [] points(int stage, int image, int target) {
    return earlier.images().get(stage * batch + image).pairs().stream()
        .filter(pair -> pair.target() == target)
        .map(pair -> pair.points().xy())
        .findFirst()
        .orElse(null);
  }
}
