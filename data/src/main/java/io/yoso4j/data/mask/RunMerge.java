package io.yoso4j.data.mask;

import java.util.Arrays;

/** Combines two masks of one size in one pass over their runs. */
final class RunMerge {
  /** Bit {@code a + 2 * b} says whether a pixel with these values is foreground of the result. */
  static final int INTERSECTION = 0b1000;

  static final int UNION = 0b1110;
  static final int DIFFERENCE = 0b0010;
  static final int SYMMETRIC_DIFFERENCE = 0b0110;

  private RunMerge() {}

  static Rle combine(Rle a, Rle b, int table) {
    int[] aCounts = a.runs();
    int[] bCounts = b.runs();
    int pixels = a.height() * a.width();
    int[] counts = new int[aCounts.length + bCounts.length];
    int size = 0;
    int aIndex = 0;
    int bIndex = 0;
    int aEnd = aCounts[0];
    int bEnd = bCounts[0];
    int runStart = 0;
    int value = 0;
    while (true) {
      // Runs of odd index are foreground, so the index's lowest bit is the pixel's value.
      int result = table >>> ((aIndex & 1) + 2 * (bIndex & 1)) & 1;
      int end = Math.min(aEnd, bEnd);
      if (result != value) {
        int start = Math.max(aEnd - aCounts[aIndex], bEnd - bCounts[bIndex]);
        counts[size++] = start - runStart;
        runStart = start;
        value = result;
      }
      if (end == pixels) {
        break;
      }
      if (aEnd == end) {
        aEnd += aCounts[++aIndex];
      }
      if (bEnd == end) {
        bEnd += bCounts[++bIndex];
      }
    }
    counts[size++] = pixels - runStart;
    return Rle.ofCanonical(a.height(), a.width(), Arrays.copyOf(counts, size));
  }
}
