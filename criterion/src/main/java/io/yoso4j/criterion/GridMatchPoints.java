package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.kernels.MatchTile;
import io.yoso4j.criterion.sampling.Extent;

/** Every pixel of the prediction, targets brought to its size by nearest neighbour. */
final class GridMatchPoints implements MatchPoints {
  private final int height;
  private final int width;
  private final ImageTargets targets;
  private final IgnoredRegion ignored;

  GridMatchPoints(int height, int width, ImageTargets targets, IgnoredRegion ignored) {
    this.height = height;
    this.width = width;
    this.targets = targets;
    this.ignored = ignored;
  }

  @Override
  public int count(int row) {
    return row == 0 ? 0 : width;
  }

  @Override
  public void fill(int row, int from, int to, MatchTile tile, Kernels kernels) {
    int targetRow = (int) ((row - 1L) * targets.height() / height);
    for (int column = from; column < to; column++) {
      int targetColumn = (int) ((long) column * targets.width() / width);
      if (!ignored.contains(targetRow, targetColumn)) {
        int p = tile.count++;
        tile.columns[p] = column + 1;
        tile.setWeights(p, 0, 0);
        tile.targetColumns[p] = targetColumn;
      }
    }
    for (int target = 0; target < targets.masks().size(); target++) {
      BitMask mask = targets.masks().get(target);
      Extent extent = mask.extent();
      if (extent.top() <= targetRow && extent.bottom() >= targetRow) {
        tile.beginTarget(target);
        long points = kernels.pointsBetween(tile, extent.left(), extent.right());
        for (; points != 0; points &= points - 1) {
          int p = Long.numberOfTrailingZeros(points);
          if (mask.plane().get(targetRow, tile.targetColumns[p]) != 0) {
            tile.addEntry(p, 1);
          }
        }
        tile.endTarget();
      }
    }
  }
}
