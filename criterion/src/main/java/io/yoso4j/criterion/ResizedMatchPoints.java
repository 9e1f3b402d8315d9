package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.kernels.MatchTile;
import io.yoso4j.criterion.sampling.Extent;
import io.yoso4j.criterion.sampling.ResizeTaps;

/** Every pixel of the target, predictions enlarged to its size bilinearly, edges repeated. */
final class ResizedMatchPoints implements MatchPoints {
  private final ImageTargets targets;
  private final IgnoredRegion ignored;
  private final ResizeTaps rowTaps;
  private final ResizeTaps columnTaps;
  private final int[] firstTargetRows;

  ResizedMatchPoints(int height, int width, ImageTargets targets, IgnoredRegion ignored) {
    this.targets = targets;
    this.ignored = ignored;
    rowTaps = ResizeTaps.of(height, targets.height());
    columnTaps = ResizeTaps.of(width, targets.width());
    firstTargetRows = new int[height + 2];
    for (int row = 0; row < targets.height(); row++) {
      firstTargetRows[rowTaps.index(row) + 2]++;
    }
    for (int row = 0; row <= height; row++) {
      firstTargetRows[row + 1] += firstTargetRows[row];
    }
  }

  @Override
  public int count(int row) {
    return (firstTargetRows[row + 1] - firstTargetRows[row]) * targets.width();
  }

  @Override
  public void fill(int row, int from, int to, MatchTile tile, Kernels kernels) {
    int width = targets.width();
    int firstRow = firstTargetRows[row] + from / width;
    int lastRow = firstTargetRows[row] + (to - 1) / width;
    for (int i = from; i < to; i++) {
      int targetRow = firstTargetRows[row] + i / width;
      int targetColumn = i % width;
      if (!ignored.contains(targetRow, targetColumn)) {
        int p = tile.count++;
        tile.columns[p] = columnTaps.index(targetColumn) + 1;
        tile.setWeights(p, rowTaps.fraction(targetRow), columnTaps.fraction(targetColumn));
        tile.targetRows[p] = targetRow;
        tile.targetColumns[p] = targetColumn;
      }
    }
    for (int target = 0; target < targets.masks().size(); target++) {
      BitMask mask = targets.masks().get(target);
      Extent extent = mask.extent();
      if (extent.top() <= lastRow && extent.bottom() >= firstRow) {
        tile.beginTarget(target);
        long points = kernels.pointsBetween(tile, extent.left(), extent.right());
        for (; points != 0; points &= points - 1) {
          int p = Long.numberOfTrailingZeros(points);
          if (mask.plane().get(tile.targetRows[p], tile.targetColumns[p]) != 0) {
            tile.addEntry(p, 1);
          }
        }
        tile.endTarget();
      }
    }
  }
}
