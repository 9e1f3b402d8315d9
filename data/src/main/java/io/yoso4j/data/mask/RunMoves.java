package io.yoso4j.data.mask;

import java.util.Arrays;

/** Flips, windows and resizing by moving runs. */
final class RunMoves {
  private RunMoves() {}

  /** Reads all pixels backwards: the mask turned by 180 degrees. */
  static Rle reverse(Rle mask) {
    int[] ends = mask.ends();
    int last = ends.length - 1;
    int pixels = ends[last];
    // A mask that ends in foreground starts with it when reversed: its first background run is 0.
    int lead = last & 1;
    boolean dropFirst = last > 0 && ends[0] == 0;
    int[] reversed = new int[ends.length + lead - (dropFirst ? 1 : 0)];
    for (int i = 0; i < reversed.length - 1 - lead; i++) {
      reversed[lead + i] = pixels - ends[last - 1 - i];
    }
    reversed[reversed.length - 1] = pixels;
    return Rle.ofCanonical(mask.height(), mask.width(), reversed);
  }

  /** Mirrors top to bottom: columns stay, their stretches are turned round. */
  static Rle flipVertically(Rle mask) {
    int height = mask.height();
    RunBuilder runs = new RunBuilder(height, mask.width(), mask.ends().length + 1);
    int[] rows = new int[16];
    int size = 0;
    int column = 0;
    ColumnRuns stretches = new ColumnRuns(mask);
    boolean more = stretches.next();
    while (more) {
      column = stretches.x();
      size = 0;
      while (more && stretches.x() == column) {
        if (size + 2 > rows.length) {
          rows = Arrays.copyOf(rows, size * 2);
        }
        rows[size++] = stretches.from();
        rows[size++] = stretches.to();
        more = stretches.next();
      }
      int bottom = (column + 1) * height;
      for (int i = size - 2; i >= 0; i -= 2) {
        runs.foreground(bottom - rows[i + 1], bottom - rows[i]);
      }
    }
    return runs.build();
  }

  /** Puts pixel (0, 0) at (y, x) of an image of another size; what is outside of it is cut off. */
  static Rle place(Rle mask, int height, int width, int y, int x) {
    RunBuilder runs = new RunBuilder(height, width, mask.ends().length + 1);
    ColumnRuns stretches = new ColumnRuns(mask);
    while (stretches.next()) {
      long column = (long) stretches.x() + x;
      if (column >= width) {
        break;
      }
      if (column >= 0) {
        int start = (int) column * height;
        int from = Math.clamp((long) stretches.from() + y, 0, height);
        int to = Math.clamp((long) stretches.to() + y, 0, height);
        runs.foreground(start + from, start + to);
      }
    }
    return runs.build();
  }

  /** Each pixel of the window takes the value of the pixel under its centre. */
  static Rle resize(
      Rle mask, int height, int width, int top, int left, int windowHeight, int windowWidth) {
    int[] ends = mask.ends();
    int sourceHeight = mask.height();
    RunBuilder runs = new RunBuilder(windowHeight, windowWidth, ends.length + 1);
    int first = 1;
    for (int x = 0; x < windowWidth; x++) {
      int sourceX = (int) ((2L * (left + x) + 1) * mask.width() / (2L * width));
      int start = sourceX * sourceHeight;
      while (first < ends.length && ends[first] <= start) {
        first += 2;
      }
      int column = x * windowHeight;
      for (int i = first; i < ends.length && ends[i - 1] < start + sourceHeight; i += 2) {
        int from = firstFrom(Math.max(ends[i - 1] - start, 0), sourceHeight, height);
        int to = firstFrom(Math.min(ends[i] - start, sourceHeight), sourceHeight, height);
        runs.foreground(
            column + Math.clamp(from - top, 0, windowHeight),
            column + Math.clamp(to - top, 0, windowHeight));
      }
    }
    return runs.build();
  }

  /** The first of {@code count} rows whose centre is at or below the top of a source row. */
  private static int firstFrom(int sourceRow, int sourceCount, int count) {
    // floor((2 y + 1) * sourceCount / (2 * count)) >= sourceRow, solved for y.
    long y = Math.ceilDiv(2L * count * sourceRow - sourceCount, 2L * sourceCount);
    return (int) Math.max(0, y);
  }
}
