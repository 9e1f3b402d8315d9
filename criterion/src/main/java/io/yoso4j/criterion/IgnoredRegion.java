package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.PointBuffer;
import io.yoso4j.criterion.sampling.BitPlane;
import org.jspecify.annotations.Nullable;

/** Pixels of one image that take no part: a given region, and what lies outside the image. */
final class IgnoredRegion {
  static final IgnoredRegion NONE = new IgnoredRegion(false, null, 0, 0);

  private final boolean active;
  private final @Nullable BitPlane region;
  private final int height;
  private final int width;

  private IgnoredRegion(boolean active, @Nullable BitPlane region, int height, int width) {
    this.active = active;
    this.region = region;
    this.height = height;
    this.width = width;
  }

  static IgnoredRegion of(boolean wanted, ImageTargets targets) {
    if (!wanted) {
      return NONE;
    }
    BitMask ignore = targets.ignore();
    return new IgnoredRegion(
        true, ignore == null ? null : ignore.plane(), targets.height(), targets.width());
  }

  boolean isActive() {
    return active;
  }

  boolean contains(int row, int column) {
    return active
        && (row >= height || column >= width || (region != null && region.get(row, column) != 0));
  }

  /** Removes the points inside, given as fractions of a frame. */
  void removeFrom(PointBuffer points, int frameHeight, int frameWidth) {
    if (!active) {
      return;
    }
    int n = 0;
    for (int i = 0; i < points.count; i++) {
      int row = Math.min(frameHeight - 1, (int) (points.y[i] * frameHeight));
      int column = Math.min(frameWidth - 1, (int) (points.x[i] * frameWidth));
      if (!contains(row, column)) {
        points.x[n] = points.x[i];
        points.y[n] = points.y[i];
        points.logits[n++] = points.logits[i];
      }
    }
    points.count = n;
  }
}
