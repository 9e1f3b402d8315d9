package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.kernels.MatchTile;
import io.yoso4j.criterion.kernels.PointBuffer;
import io.yoso4j.criterion.sampling.BitPlane;
import io.yoso4j.criterion.sampling.Extent;
import java.util.List;

/** Points of the unit square, shared by all pairs of an image. */
final class RandomMatchPoints implements MatchPoints {
  private final float[] x;
  private final float[] y;
  private final int[] starts;
  private final int height;
  private final int width;
  private final int frameHeight;
  private final int frameWidth;
  private final List<BitMask> targets;

  /**
   * Sorts the points by row.
   *
   * @param points copied
   * @param frameHeight rows of the frame in which y is a fraction for the targets
   * @param frameWidth columns of it
   */
  RandomMatchPoints(
      PointBuffer points,
      int height,
      int width,
      int frameHeight,
      int frameWidth,
      List<BitMask> targets) {
    this.height = height;
    this.width = width;
    this.frameHeight = frameHeight;
    this.frameWidth = frameWidth;
    this.targets = targets;
    int count = points.count;
    starts = new int[height + 2];
    for (int i = 0; i < count; i++) {
      starts[row(points.y[i]) + 1]++;
    }
    for (int row = 0; row <= height; row++) {
      starts[row + 1] += starts[row];
    }
    x = new float[count];
    y = new float[count];
    int[] next = starts.clone();
    for (int i = 0; i < count; i++) {
      int to = next[row(points.y[i])]++;
      x[to] = points.x[i];
      y[to] = points.y[i];
    }
  }

  private int row(float fraction) {
    return (int) ((double) fraction * height + 0.5);
  }

  @Override
  public int count(int row) {
    return starts[row + 1] - starts[row];
  }

  @Override
  public void fill(int row, int from, int to, MatchTile tile, Kernels kernels) {
    int origin = starts[row] + from;
    tile.count = to - from;
    int firstTargetRow = Integer.MAX_VALUE;
    int lastTargetRow = Integer.MIN_VALUE;
    for (int p = 0; p < tile.count; p++) {
      double px = x[origin + p];
      double py = y[origin + p];
      double columns = px * width + 0.5;
      tile.columns[p] = (int) columns;
      tile.setWeights(p, (float) (py * height + 0.5 - row), (float) (columns - tile.columns[p]));
      double targetX = px * frameWidth + 0.5;
      double targetY = py * frameHeight + 0.5;
      int targetColumn = (int) targetX;
      int targetRow = (int) targetY;
      tile.targetColumns[p] = targetColumn - 1;
      tile.targetRows[p] = targetRow - 1;
      tile.targetColumnFractions[p] = (float) (targetX - targetColumn);
      tile.targetRowFractions[p] = (float) (targetY - targetRow);
      firstTargetRow = Math.min(firstTargetRow, targetRow - 1);
      lastTargetRow = Math.max(lastTargetRow, targetRow);
    }
    for (int target = 0; target < targets.size(); target++) {
      Extent extent = targets.get(target).extent();
      if (extent.top() <= lastTargetRow && extent.bottom() >= firstTargetRow) {
        addTarget(target, extent, tile, kernels);
      }
    }
  }

  private void addTarget(int target, Extent extent, MatchTile tile, Kernels kernels) {
    BitPlane plane = targets.get(target).plane();
    tile.beginTarget(target);
    long points = kernels.pointsBetween(tile, extent.left() - 1, extent.right());
    for (; points != 0; points &= points - 1) {
      int p = Long.numberOfTrailingZeros(points);
      float label =
          plane.at(
              tile.targetRows[p],
              tile.targetColumns[p],
              tile.targetRowFractions[p],
              tile.targetColumnFractions[p]);
      if (label > 0) {
        tile.addEntry(p, label);
      }
    }
    tile.endTarget();
  }
}
