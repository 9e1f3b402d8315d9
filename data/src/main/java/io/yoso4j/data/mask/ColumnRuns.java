package io.yoso4j.data.mask;

/**
 * Walks over the foreground of a mask in column-major order, in stretches of one column: a run that
 * goes on in the next column is given in parts.
 */
final class ColumnRuns {
  private final int[] ends;
  private final int height;
  private int index = -1;
  private int position = 0;
  private int runEnd = 0;
  private int columnStart = 0;
  private int x = 0;
  private int from = 0;
  private int to = 0;

  ColumnRuns(Rle mask) {
    this.ends = mask.ends();
    this.height = mask.height();
  }

  /** Goes to the next stretch; false if there is none. */
  boolean next() {
    if (position == runEnd) {
      index += 2;
      if (index >= ends.length) {
        return false;
      }
      position = ends[index - 1];
      runEnd = ends[index];
    }
    if (position - columnStart >= height) {
      columnStart += height;
      x++;
      if (position - columnStart >= height) {
        x = position / height;
        columnStart = x * height;
      }
    }
    int stop = Math.min(runEnd, columnStart + height);
    from = position - columnStart;
    to = stop - columnStart;
    position = stop;
    return true;
  }

  /** The column. */
  int x() {
    return x;
  }

  /** The first row. */
  int from() {
    return from;
  }

  /** The row after the last. */
  int to() {
    return to;
  }
}
