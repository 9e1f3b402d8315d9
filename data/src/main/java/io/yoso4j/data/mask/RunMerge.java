package io.yoso4j.data.mask;

import java.util.Arrays;
import java.util.List;

/** Combines masks of one size in one pass over their runs. */
final class RunMerge {
  /** Bit {@code a + 2 * b} says whether a pixel with these values is foreground of the result. */
  static final int INTERSECTION = 0b1000;

  static final int UNION = 0b1110;
  static final int DIFFERENCE = 0b0010;
  static final int SYMMETRIC_DIFFERENCE = 0b0110;

  private RunMerge() {}

  static Rle combine(Rle a, Rle b, int table) {
    int[] aEnds = a.ends();
    int[] bEnds = b.ends();
    int pixels = a.height() * a.width();
    int[] ends = new int[aEnds.length + bEnds.length];
    int size = 0;
    int aIndex = 0;
    int bIndex = 0;
    int position = 0;
    int value = 0;
    while (position < pixels) {
      // Runs of odd index are foreground, so the index's lowest bit is the pixel's value.
      int result = table >>> ((aIndex & 1) + 2 * (bIndex & 1)) & 1;
      ends[size] = position;
      size += result ^ value;
      value = result;
      int aEnd = aEnds[aIndex];
      int bEnd = bEnds[bIndex];
      aIndex += aEnd <= bEnd ? 1 : 0;
      bIndex += bEnd <= aEnd ? 1 : 0;
      position = Math.min(aEnd, bEnd);
    }
    ends[size++] = pixels;
    return Rle.ofCanonical(a.height(), a.width(), Arrays.copyOf(ends, size));
  }

  /** The union, merged in pairs so that every run takes part in about log2(n) merges. */
  static Rle union(List<Rle> masks) {
    int count = masks.size();
    if (count == 1) {
      return masks.getFirst();
    }
    return combine(
        union(masks.subList(0, count / 2)), union(masks.subList(count / 2, count)), UNION);
  }

  static Rle intersection(List<Rle> masks) {
    Rle result = masks.getFirst();
    for (int i = 1; i < masks.size() && result.area() > 0; i++) {
      result = combine(result, masks.get(i), INTERSECTION);
    }
    return result;
  }
}
