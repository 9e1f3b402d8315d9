package io.yoso4j.data.image;

import java.util.Arrays;

/**
 * Separable resampling with a triangle filter in 22-bit fixed point: rows first, then columns, with
 * 8-bit values between the two, which is what makes it agree with Pillow to the last bit.
 */
final class BilinearResize {

  private static final int BITS = 22;
  private static final int HALF = 1 << (BITS - 1);

  private BilinearResize() {}

  /**
   * The window of {@code columns x rows} pixels at {@code (left, top)} of the resized image;
   * nothing outside of it is computed.
   */
  static byte[] resize(
      byte[] rgb,
      int width,
      int height,
      int newWidth,
      int newHeight,
      int left,
      int top,
      int columns,
      int rows) {
    if (newHeight == height) {
      return wide(rgb, width, newWidth, left, columns, top, rows);
    }
    Taps down = Taps.of(height, newHeight, top, rows);
    int first = down.first[0];
    int last = down.first[rows - 1] + down.start[rows] - down.start[rows - 1];
    return vertical(wide(rgb, width, newWidth, left, columns, first, last - first), first, down);
  }

  private static byte[] wide(
      byte[] rgb, int width, int newWidth, int left, int columns, int top, int rows) {
    return newWidth == width
        ? copy(rgb, width, left, columns, top, rows)
        : horizontal(rgb, width, top, rows, Taps.of(width, newWidth, left, columns));
  }

  private static byte[] copy(byte[] rgb, int width, int left, int columns, int top, int rows) {
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(rows, columns), 3)];
    for (int y = 0; y < rows; y++) {
      int from = ((top + y) * width + left) * 3;
      System.arraycopy(rgb, from, out, y * columns * 3, columns * 3);
    }
    return out;
  }

  private static byte[] horizontal(byte[] in, int width, int firstRow, int rows, Taps taps) {
    int columns = taps.first.length;
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(rows, columns), 3)];
    int to = 0;
    for (int y = firstRow; y < firstRow + rows; y++) {
      for (int x = 0; x < columns; x++, to += 3) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int from = (y * width + taps.first[x]) * 3;
        for (int k = taps.start[x]; k < taps.start[x + 1]; k++, from += 3) {
          int weight = taps.weight[k];
          red += (in[from] & 0xff) * weight;
          green += (in[from + 1] & 0xff) * weight;
          blue += (in[from + 2] & 0xff) * weight;
        }
        out[to] = toByte(red);
        out[to + 1] = toByte(green);
        out[to + 2] = toByte(blue);
      }
    }
    return out;
  }

  /** {@code in} begins with row {@code firstRow}. */
  private static byte[] vertical(byte[] in, int firstRow, Taps taps) {
    int rows = taps.first.length;
    int inRows = taps.first[rows - 1] + taps.start[rows] - taps.start[rows - 1] - firstRow;
    int row = in.length / inRows;
    byte[] out = new byte[Math.multiplyExact(row, rows)];
    int[] sums = new int[row];
    for (int y = 0; y < rows; y++) {
      Arrays.fill(sums, HALF);
      int from = (taps.first[y] - firstRow) * row;
      for (int k = taps.start[y]; k < taps.start[y + 1]; k++, from += row) {
        int weight = taps.weight[k];
        for (int i = 0; i < row; i++) {
          sums[i] += (in[from + i] & 0xff) * weight;
        }
      }
      for (int i = 0; i < row; i++) {
        out[y * row + i] = toByte(sums[i]);
      }
    }
    return out;
  }

  private static byte toByte(int sum) {
    return (byte) Math.clamp(sum >> BITS, 0, 255);
  }

  /**
   * The source pixels that make up each target pixel: {@code first[i]} is the first one, and {@code
   * weight[start[i]] … weight[start[i + 1] - 1]} are the weights from there on, with a sum of 2^22.
   */
  private static final class Taps {
    final int[] first;
    final int[] start;
    final int[] weight;

    private Taps(int[] first, int[] start, int[] weight) {
      this.first = first;
      this.start = start;
      this.weight = weight;
    }

    /** For {@code count} target pixels from {@code offset} on. */
    static Taps of(int size, int newSize, int offset, int count) {
      double scale = (double) size / newSize;
      double support = Math.max(scale, 1.0);
      int[] first = new int[count];
      int[] start = new int[count + 1];
      int[] weight = new int[count * ((int) Math.ceil(support) * 2 + 1)];
      double[] exact = new double[(int) Math.ceil(support) * 2 + 1];
      int next = 0;
      for (int i = 0; i < count; i++) {
        double center = (offset + i + 0.5) * scale;
        int from = Math.max(0, (int) (center - support + 0.5));
        int to = Math.min(size, (int) (center + support + 0.5));
        double total = 0;
        for (int j = from; j < to; j++) {
          exact[j - from] = Math.max(0, 1 - Math.abs((j - center + 0.5) / support));
          total += exact[j - from];
        }
        first[i] = from;
        for (int j = from; j < to; j++) {
          weight[next++] = (int) (exact[j - from] / total * (1 << BITS) + 0.5);
        }
        start[i + 1] = next;
      }
      return new Taps(first, start, weight);
    }
  }
}
