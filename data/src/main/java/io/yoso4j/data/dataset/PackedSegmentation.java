package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.List;

/**
 * Outlines and masks as bytes, without loss. The first byte tells the kind:
 *
 * <ul>
 *   <li>0 to 6: polygons whose coordinates have at most so many decimals; they are kept as whole
 *       numbers of that unit, each as the difference to the point before, mostly two bytes
 *   <li>{@link #EXACT}: polygons with other coordinates, eight bytes each
 *   <li>{@link #RUNS}: run lengths, each as the difference to the last but one, mostly one byte
 * </ul>
 */
final class PackedSegmentation {

  private static final int EXACT = 8;
  private static final int RUNS = 9;
  private static final double[] UNITS = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

  /** Whole numbers up to here, and their quotients by a unit, are exact. */
  private static final double MAX_SCALED = 0x1p52;

  private PackedSegmentation() {}

  static byte[] pack(Segmentation segmentation) {
    ByteBuilder out = new ByteBuilder();
    switch (segmentation) {
      case Segmentation.Polygon(var rings) -> packRings(rings, out);
      case Segmentation.RunLength(Rle rle) -> packRuns(rle.counts(), out);
    }
    return out.toArray();
  }

  /** Gives what was packed; a mask gets the size of its image. */
  static Segmentation unpack(byte[] bytes, int height, int width) {
    ByteScanner in = new ByteScanner(bytes);
    int kind = in.unsigned();
    if (kind == RUNS) {
      return new Segmentation.RunLength(Rle.ofCounts(height, width, runs(in)));
    }
    return new Segmentation.Polygon(rings(kind, in));
  }

  private static void packRuns(int[] counts, ByteBuilder out) {
    out.unsigned(RUNS);
    out.unsigned(counts.length);
    for (int i = 0; i < counts.length; i++) {
      out.signed(i < 2 ? counts[i] : (long) counts[i] - counts[i - 2]);
    }
  }

  private static int[] runs(ByteScanner in) {
    int[] counts = new int[in.unsigned()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (int) in.signed() + (i < 2 ? 0 : counts[i - 2]);
    }
    return counts;
  }

  private static void packRings(List<double[]> rings, ByteBuilder out) {
    int decimals = decimals(rings);
    out.unsigned(decimals);
    out.unsigned(rings.size());
    for (double[] ring : rings) {
      out.unsigned(ring.length);
      for (int i = 0; i < ring.length; i++) {
        if (decimals == EXACT) {
          out.bits(ring[i]);
        } else {
          out.signed(scaled(ring, i, decimals) - (i < 2 ? 0 : scaled(ring, i - 2, decimals)));
        }
      }
    }
  }

  private static List<double[]> rings(int decimals, ByteScanner in) {
    int count = in.unsigned();
    List<double[]> rings = new ArrayList<>(count);
    for (int r = 0; r < count; r++) {
      double[] ring = new double[in.unsigned()];
      long[] last = new long[2];
      for (int i = 0; i < ring.length; i++) {
        if (decimals == EXACT) {
          ring[i] = in.bits();
        } else {
          last[i & 1] += in.signed();
          ring[i] = last[i & 1] / UNITS[decimals];
        }
      }
      rings.add(ring);
    }
    return rings;
  }

  private static int decimals(List<double[]> rings) {
    int decimals = 0;
    for (double[] ring : rings) {
      for (double value : ring) {
        while (!exact(value, UNITS[decimals])) {
          if (++decimals == UNITS.length) {
            return EXACT;
          }
        }
      }
    }
    return decimals;
  }

  private static boolean exact(double value, double unit) {
    double scaled = Math.rint(value * unit);
    return Math.abs(scaled) < MAX_SCALED && scaled / unit == value;
  }

  private static long scaled(double[] ring, int i, int decimals) {
    return (long) Math.rint(ring[i] * UNITS[decimals]);
  }
}
