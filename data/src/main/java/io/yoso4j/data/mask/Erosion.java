package io.yoso4j.data.mask;

import java.util.Arrays;

/**
 * Erosion by a square, on runs. Columns are shortened at both ends; then columns are intersected
 * with their neighbours: in column-major order a neighbouring column is the same runs moved by the
 * height, and a window of n columns takes about log2(n) intersections of a list with itself moved.
 */
final class Erosion {
  /** Foreground as from, to, from, to, ... in ascending order. */
  private int[] list;

  private int size = 0;
  private int[] spare = new int[0];

  private Erosion(int[] list) {
    this.list = list;
  }

  /** The pixels whose square of {@code 2 * radius + 1} is foreground and inside the image. */
  static Rle erode(Rle mask, int radius) {
    int height = mask.height();
    int width = mask.width();
    long side = 2L * radius + 1;
    if (side > height || side > width) {
      return Rle.empty(height, width);
    }
    Erosion erosion = new Erosion(new int[mask.ends().length + 16]);
    ColumnRuns stretches = new ColumnRuns(mask);
    while (stretches.next()) {
      int start = stretches.x() * height;
      erosion.add(start + stretches.from() + radius, start + stretches.to() - radius);
    }
    int columns = 1;
    while (columns < side) {
      int step = Math.min(columns, (int) side - columns);
      erosion.intersectWithMoved(step * height);
      columns += step;
    }
    RunBuilder result = new RunBuilder(height, width, erosion.size + 1);
    int offset = radius * height;
    for (int i = 0; i < erosion.size; i += 2) {
      result.foreground(erosion.list[i] + offset, erosion.list[i + 1] + offset);
    }
    return result.build();
  }

  private void add(int from, int to) {
    if (from >= to) {
      return;
    }
    if (size + 2 > list.length) {
      list = Arrays.copyOf(list, size * 2);
    }
    list[size++] = from;
    list[size++] = to;
  }

  /** Keeps the pixels for which the one {@code offset} later is in the list too. */
  private void intersectWithMoved(int offset) {
    int[] before = list;
    int end = size;
    list = spare.length == 0 ? new int[before.length] : spare;
    size = 0;
    int i = 0;
    int moved = 0;
    while (moved < end) {
      int to = before[i + 1];
      int movedTo = before[moved + 1] - offset;
      add(Math.max(before[i], before[moved] - offset), Math.min(to, movedTo));
      i += to <= movedTo ? 2 : 0;
      moved += movedTo <= to ? 2 : 0;
    }
    spare = before;
  }
}
