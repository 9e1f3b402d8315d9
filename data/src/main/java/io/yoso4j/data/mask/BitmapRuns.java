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

  /**
   * Marks the first pixel of each stretch and the pixel below its last; then every row becomes the
   * exclusive or of its marks with the row above. Costs two bits per stretch and one pass over the
   * words of the rows with foreground, however large the object is.
   */
  static Bitmap decode(Rle rle) {
    int height = rle.height();
    int width = rle.width();
    Bitmap bitmap = Bitmap.of(height, width);
    long[] words = bitmap.words();
    int first = words.length;
    int last = -1;
    ColumnRuns stretches = new ColumnRuns(rle);
    while (stretches.next()) {
      int start = stretches.from() * width + stretches.x();
      words[start >>> 6] ^= 1L << start;
      first = Math.min(first, start >>> 6);
      int below = stretches.to() * width + stretches.x();
      if (stretches.to() < height) {
        words[below >>> 6] ^= 1L << below;
        last = Math.max(last, below >>> 6);
      } else {
        last = words.length - 1;
      }
    }
    if (width < 64) {
      fillDownNarrow(bitmap);
    } else {
      fillDown(words, width, height * width, first, last);
    }
    return bitmap;
  }

  /** Rows of at least a word, so that all the bits a word needs from the row above are final. */
  private static void fillDown(long[] words, int width, int pixels, int first, int last) {
    int wordShift = width >>> 6;
    int bitShift = width & 63;
    for (int i = Math.max(first, wordShift); i <= last; i++) {
      int above = i - wordShift;
      long bits = words[above] << bitShift;
      if (bitShift != 0 && above > 0) {
        bits |= words[above - 1] >>> -bitShift;
      }
      words[i] ^= bits;
    }
    int used = pixels & 63;
    if (used != 0) {
      words[words.length - 1] &= (1L << used) - 1;
    }
  }

  private static void fillDownNarrow(Bitmap bitmap) {
    long[] words = bitmap.words();
    int width = bitmap.width();
    int pixels = bitmap.height() * width;
    for (int i = width; i < pixels; i++) {
      int above = i - width;
      words[i >>> 6] ^= (words[above >>> 6] >>> above & 1) << i;
    }
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
