package io.yoso4j.data.mask;

/** Conversion between row-major bits and column-major runs. */
final class BitmapRuns {
  private BitmapRuns() {}

  /**
   * Finds where each column changes by comparing whole rows 64 pixels at a time, so that the cost
   * is a bit per pixel plus the length of the outline. Rows are visited twice: once to count the
   * changes of each column, once to file them by column.
   */
  static Rle encode(Bitmap bitmap) {
    int height = bitmap.height();
    int width = bitmap.width();
    int[] next = new int[width + 1];
    forEachChange(bitmap, (y, x) -> next[x + 1]++);
    for (int x = 0; x < width; x++) {
      next[x + 1] += next[x];
    }
    int[] starts = next.clone();
    int[] rows = new int[next[width]];
    forEachChange(bitmap, (y, x) -> rows[next[x]++] = y);

    RunBuilder runs = new RunBuilder(height, width);
    for (int x = 0; x < width; x++) {
      int end = starts[x + 1];
      int column = x * height;
      for (int i = starts[x]; i < end; i += 2) {
        int to = i + 1 < end ? rows[i + 1] : height;
        runs.foreground(column + rows[i], column + to);
      }
    }
    return runs.build();
  }

  static Bitmap decode(Rle rle) {
    Bitmap bitmap = Bitmap.of(rle.height(), rle.width());
    long[] words = bitmap.words();
    int width = rle.width();
    rle.forEachColumnStretch((x, from, to) -> {
      int index = from * width + x;
      for (int y = from; y < to; y++) {
        words[index >>> 6] |= 1L << index;
        index += width;
      }
    });
    return bitmap;
  }

  /** Receives a pixel that differs from the one above it; the pixel above row 0 is background. */
  private interface Changes {
    void accept(int y, int x);
  }

  private static void forEachChange(Bitmap bitmap, Changes visitor) {
    int width = bitmap.width();
    for (int y = 0; y < bitmap.height(); y++) {
      for (int x = 0; x < width; x += 64) {
        long above = y == 0 ? 0 : bitmap.pixels64(y - 1, x);
        long changes = bitmap.pixels64(y, x) ^ above;
        while (changes != 0) {
          visitor.accept(y, x + Long.numberOfTrailingZeros(changes));
          changes &= changes - 1;
        }
      }
    }
  }
}
