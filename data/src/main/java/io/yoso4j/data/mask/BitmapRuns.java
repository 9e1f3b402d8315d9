package io.yoso4j.data.mask;

import java.util.Arrays;

/** Conversion between row-major bits and column-major runs. */
final class BitmapRuns {
  private BitmapRuns() {}

  /**
   * Finds the pixels that differ from the one above by comparing all bits with those a row earlier,
   * 64 at a time, and sorts them by column. Costs a pass over the words and the length of the
   * outline.
   */
  static Rle encode(Bitmap bitmap) {
    int height = bitmap.height();
    int width = bitmap.width();
    int[] changes = changes(bitmap.words(), width, height * width);
    int[] next = new int[width + 1];
    for (int change : changes) {
      next[change % width + 1]++;
    }
    for (int x = 0; x < width; x++) {
      next[x + 1] += next[x];
    }
    int[] rows = new int[changes.length];
    for (int change : changes) {
      int y = change / width;
      rows[next[change - y * width]++] = y;
    }

    RunBuilder runs = new RunBuilder(height, width, changes.length + 1);
    int start = 0;
    for (int x = 0; x < width; x++) {
      int end = next[x];
      int column = x * height;
      for (int i = start; i < end; i += 2) {
        int to = i + 1 < end ? rows[i + 1] : height;
        runs.foreground(column + rows[i], column + to);
      }
      start = end;
    }
    return runs.build();
  }

  /** Row-major indices of the pixels that differ from the one above; above row 0 is background. */
  private static int[] changes(long[] words, int width, int pixels) {
    int[] found = new int[64];
    int size = 0;
    int used = pixels & 63;
    for (int i = 0; i < words.length; i++) {
      long changed = words[i] ^ rowAbove(words, width, i);
      if (i == words.length - 1 && used != 0) {
        changed &= (1L << used) - 1;
      }
      if (size + 64 > found.length) {
        found = Arrays.copyOf(found, found.length * 2);
      }
      while (changed != 0) {
        found[size++] = (i << 6) + Long.numberOfTrailingZeros(changed);
        changed &= changed - 1;
      }
    }
    return Arrays.copyOf(found, size);
  }

  /** The 64 pixels above those of a word. */
  private static long rowAbove(long[] words, int width, int word) {
    int above = word - (width >>> 6);
    int shift = width & 63;
    if (above < 0) {
      return 0;
    }
    long bits = words[above] << shift;
    return shift == 0 || above == 0 ? bits : bits | words[above - 1] >>> -shift;
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
    for (int i = first; i <= last; i++) {
      words[i] ^= rowAbove(words, width, i);
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
}
