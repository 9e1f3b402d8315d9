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

  static byte[] resize(byte[] rgb, int width, int height, int newWidth, int newHeight) {
    byte[] wide = newWidth == width ? rgb : horizontal(rgb, width, height, newWidth);
    return newHeight == height ? wide : vertical(wide, newWidth, height, newHeight);
  }

  private static byte[] horizontal(byte[] in, int width, int height, int newWidth) {
    Taps taps = Taps.of(width, newWidth);
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, newWidth), 3)];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < newWidth; x++, to += 3) {
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

  private static byte[] vertical(byte[] in, int width, int height, int newHeight) {
    Taps taps = Taps.of(height, newHeight);
    int row = width * 3;
    byte[] out = new byte[Math.multiplyExact(row, newHeight)];
    int[] sums = new int[row];
    for (int y = 0; y < newHeight; y++) {
      Arrays.fill(sums, HALF);
      int from = taps.first[y] * row;
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

    static Taps of(int size, int newSize) {
      double scale = (double) size / newSize;
      double support = Math.max(scale, 1.0);
      int[] first = new int[newSize];
      int[] start = new int[newSize + 1];
      int[] weight = new int[newSize * ((int) Math.ceil(support) * 2 + 1)];
      double[] exact = new double[(int) Math.ceil(support) * 2 + 1];
      int next = 0;
      for (int i = 0; i < newSize; i++) {
        double center = (i + 0.5) * scale;
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
