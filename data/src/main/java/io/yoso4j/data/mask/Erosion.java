package io.yoso4j.data.mask;

import java.util.Arrays;

/**
 * Erosion by a square, on runs. Columns are shortened at both ends; then columns are intersected
 * with their neighbours: in column-major order a neighbouring column is the same runs moved by the
 * height, and a window of n columns takes about log2(n) intersections of a list with itself moved.
 */
final class Erosion {
  /** Foreground as from, to, from, to, ... in ascending order. */
  private int[] ends;

  private int size = 0;
  private int[] spare = new int[0];

  private Erosion(int[] ends) {
    this.ends = ends;
  }

  /** The pixels whose square of {@code 2 * radius + 1} is foreground and inside the image. */
  static Rle erode(Rle mask, int radius) {
    int height = mask.height();
    int width = mask.width();
    long side = 2L * radius + 1;
    RunBuilder result = new RunBuilder(height, width);
    if (side > height || side > width) {
      return result.build();
    }
    Erosion erosion = new Erosion(new int[mask.runs().length + 64]);
    mask.forEachColumnStretch(
        (x, from, to) -> erosion.add(x * height + from + radius, x * height + to - radius));
    int columns = 1;
    while (columns < side) {
      int step = Math.min(columns, (int) side - columns);
      erosion.intersectWithMoved(step * height);
      columns += step;
    }
    for (int i = 0; i < erosion.size; i += 2) {
      result.foreground(erosion.ends[i] + radius * height, erosion.ends[i + 1] + radius * height);
    }
    return result.build();
  }

  private void add(int from, int to) {
    if (from >= to) {
      return;
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    ends[size++] = from;
    ends[size++] = to;
  }

  /** Keeps the pixels for which the one {@code offset} later is in the list too. */
  private void intersectWithMoved(int offset) {
    int[] list = ends;
    int listSize = size;
    ends = spare.length == 0 ? new int[list.length] : spare;
    size = 0;
    int moved = 0;
    int i = 0;
    while (i < listSize && moved < listSize) {
      int to = list[i + 1];
      int movedTo = list[moved + 1] - offset;
      add(Math.max(list[i], list[moved] - offset), Math.min(to, movedTo));
      if (to <= movedTo) {
        i += 2;
      }
      if (movedTo <= to) {
        moved += 2;
      }
    }
    spare = list;
  }
}
