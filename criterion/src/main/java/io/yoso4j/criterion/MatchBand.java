package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.MatchSums;
import io.yoso4j.criterion.kernels.MatchTile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Sums the mask part of the matching cost over a band of prediction rows. Two rows of pixels at a
 * time are held, all queries of a pixel side by side, so that a point is a few contiguous reads.
 */
final class MatchBand {
  /** Values per query copied at once. */
  private static final int STAGED = 1024;

  private static final int CACHE_LINE = 16;

  private final Workspace work;
  private final StagePrediction stage;
  private final MemorySegment masks;
  private final int image;
  private final int padded;
  private final int rowSize;
  private final int rowsStaged;
  private final int span;
  private final int[] held = {-1, -1};
  private int firstStaged = Integer.MIN_VALUE;

  MatchBand(Workspace work, StagePrediction stage, MemorySegment masks, int image, int padded) {
    this.work = work;
    this.stage = stage;
    this.masks = masks;
    this.image = image;
    this.padded = padded;
    rowSize = (stage.width() + 2) * padded;
    rowsStaged = Math.clamp(STAGED / stage.width(), 1, stage.height());
    work.rows = Workspace.atLeast(work.rows, 2 * rowSize);
    Arrays.fill(work.rows, 0, 2 * rowSize, 0f);
    // One cache line more than a multiple of a page, or all queries fall into the same cache set.
    span = rowsStaged * stage.width() + CACHE_LINE;
    work.staging = Workspace.atLeast(work.staging, stage.queries() * span);
  }

  /**
   * Sums the points of some rows.
   *
   * @param targets number of targets
   * @param from first row, 0 for the one above the prediction
   * @param to after the last row
   */
  MatchSums sum(MatchPoints points, int targets, int from, int to) {
    MatchSums sums = new MatchSums(padded, targets);
    MatchTile tile = work.tile(targets);
    for (int row = from; row < to; row++) {
      int count = points.count(row);
      if (count == 0) {
        continue;
      }
      int upper = hold(row);
      int lower = hold(row + 1);
      for (int first = 0; first < count; first += MatchTile.POINTS) {
        tile.clear();
        points.fill(row, first, Math.min(count, first + MatchTile.POINTS), tile, work.kernels);
        work.kernels.match(tile, work.rows, upper, lower, sums);
        sums.addLabels(tile);
      }
    }
    return sums;
  }

  /** Makes a row, counted from the frame, available and returns where it begins. */
  private int hold(int row) {
    int slot = row & 1;
    int at = slot * rowSize;
    if (held[slot] == row) {
      return at;
    }
    held[slot] = row;
    if (row == 0 || row > stage.height()) {
      Arrays.fill(work.rows, at, at + rowSize, 0f);
      return at;
    }
    int width = stage.width();
    int pixelRow = row - 1;
    if (pixelRow < firstStaged || pixelRow >= firstStaged + rowsStaged) {
      stage(pixelRow);
    }
    work.kernels.transpose(
        work.staging,
        (pixelRow - firstStaged) * width,
        span,
        stage.queries(),
        width,
        work.rows,
        at + padded,
        padded);
    return at;
  }

  private void stage(int pixelRow) {
    firstStaged = Math.min(pixelRow, stage.height() - rowsStaged);
    long planeSize = (long) stage.height() * stage.width();
    long first = (long) image * stage.queries() * planeSize + (long) firstStaged * stage.width();
    for (int query = 0; query < stage.queries(); query++) {
      MemorySegment.copy(
          masks,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          (first + query * planeSize) * Float.BYTES,
          work.staging,
          query * span,
          rowsStaged * stage.width());
    }
  }
}
