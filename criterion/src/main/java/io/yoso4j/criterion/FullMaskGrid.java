package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.PointBuffer;
import io.yoso4j.criterion.sampling.BitPlane;
import io.yoso4j.criterion.sampling.ResizeTaps;
import java.util.Arrays;

/** A prediction enlarged (or reduced) to the targets' grid, and its gradient brought back. */
final class FullMaskGrid {
  private final int width;
  private final int frameHeight;
  private final int frameWidth;
  private final ResizeTaps rows;
  private final ResizeTaps columns;
  private final float[] blended;
  private int[] kept = new int[0];
  private int keptCount = -1;

  FullMaskGrid(int height, int width, int frameHeight, int frameWidth) {
    this.width = width;
    this.frameHeight = frameHeight;
    this.frameWidth = frameWidth;
    rows = ResizeTaps.of(height, frameHeight);
    columns = ResizeTaps.of(width, frameWidth);
    blended = new float[width + 2];
  }

  /** Writes logits and labels of all pixels, or of those not ignored, row by row. */
  void read(MatchedPair pair, boolean ignoreRegions, Workspace work, PointBuffer points) {
    int pixels = Math.multiplyExact(frameHeight, frameWidth);
    points.reserve(pixels);
    points.count = pixels;
    work.labels = Workspace.atLeast(work.labels, pixels + PointBuffer.SLACK);
    work.gradient = Workspace.atLeast(work.gradient, pixels + PointBuffer.SLACK);
    BitPlane target = pair.mask().plane();
    for (int row = 0; row < frameHeight; row++) {
      enlarge(work.plane, row, points.logits, row * frameWidth);
      target.row(row, frameWidth, work.labels, row * frameWidth);
    }
    IgnoredRegion ignored = IgnoredRegion.of(ignoreRegions, pair.targets());
    if (ignored.isActive()) {
      dropIgnored(ignored, work.labels, points);
    }
  }

  private void enlarge(float[] plane, int row, float[] out, int at) {
    int stride = width + 2;
    int upper = (rows.index(row) + 1) * stride;
    float fraction = rows.fraction(row);
    for (int column = 0; column < stride; column++) {
      float above = plane[upper + column];
      blended[column] = above + (plane[upper + stride + column] - above) * fraction;
    }
    if (fraction == 0) {
      // The next row may be the frame or not finite; it has no part.
      System.arraycopy(plane, upper, blended, 0, stride);
    }
    for (int column = 0; column < frameWidth; column++) {
      int left = columns.index(column) + 1;
      float f = columns.fraction(column);
      out[at + column] =
          f == 0 ? blended[left] : blended[left] + (blended[left + 1] - blended[left]) * f;
    }
  }

  private void dropIgnored(IgnoredRegion ignored, float[] labels, PointBuffer points) {
    kept = new int[points.count];
    keptCount = 0;
    for (int i = 0; i < points.count; i++) {
      if (!ignored.contains(i / frameWidth, i % frameWidth)) {
        points.logits[keptCount] = points.logits[i];
        labels[keptCount] = labels[i];
        kept[keptCount++] = i;
      }
    }
    points.count = keptCount;
  }

  /** Adds the gradient of the pixels to the gradient plane. */
  void scatter(Workspace work, int count) {
    float[] gradient = work.gradient;
    if (keptCount >= 0) {
      Arrays.fill(gradient, count, frameHeight * frameWidth, 0f);
      for (int i = count - 1; i >= 0; i--) {
        float value = gradient[i];
        gradient[i] = 0;
        gradient[kept[i]] = value;
      }
    }
    int stride = width + 2;
    for (int row = 0; row < frameHeight; row++) {
      Arrays.fill(blended, 0f);
      int at = row * frameWidth;
      for (int column = 0; column < frameWidth; column++) {
        int left = columns.index(column) + 1;
        float right = gradient[at + column] * columns.fraction(column);
        blended[left] += gradient[at + column] - right;
        blended[left + 1] += right;
      }
      int upper = (rows.index(row) + 1) * stride;
      float fraction = rows.fraction(row);
      for (int column = 0; column < stride; column++) {
        float lower = blended[column] * fraction;
        work.gradientPlane[upper + column] += blended[column] - lower;
        work.gradientPlane[upper + stride + column] += lower;
      }
    }
  }
}
