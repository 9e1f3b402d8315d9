package io.yoso4j.data.mask;

import java.util.Arrays;

/** The pixels two masks share, counted on their runs. */
final class RunOverlap {
  private RunOverlap() {}

  /** COCO's IoU of two masks of one size; see {@link Rle#iou}. */
  static double iou(Rle detection, Rle truth, boolean crowd) {
    if (detection.area() == 0 || truth.area() == 0 || disjoint(detection.bbox(), truth.bbox())) {
      return 0;
    }
    long shared = sharedPixels(detection.ends(), truth.ends());
    if (shared == 0) {
      return 0;
    }
    long whole = crowd ? detection.area() : detection.area() + truth.area() - shared;
    return (double) shared / whole;
  }

  private static boolean disjoint(Box a, Box b) {
    return a.x() + a.width() <= b.x()
        || b.x() + b.width() <= a.x()
        || a.y() + a.height() <= b.y()
        || b.y() + b.height() <= a.y();
  }

  /** Both masks must have foreground. */
  private static long sharedPixels(int[] a, int[] b) {
    int i = firstForegroundAfter(a, b[0]);
    int j = firstForegroundAfter(b, a[0]);
    long shared = 0;
    while (i < a.length && j < b.length) {
      int aEnd = a[i];
      int bEnd = b[j];
      // Which list goes on is as good as random: written so that nothing has to be predicted.
      shared += Math.max(0, Math.min(aEnd, bEnd) - Math.max(a[i - 1], b[j - 1]));
      i += aEnd <= bEnd ? 2 : 0;
      j += bEnd <= aEnd ? 2 : 0;
    }
    return shared;
  }

  /** The index of the first foreground run that ends after a position. */
  private static int firstForegroundAfter(int[] ends, int position) {
    int found = Arrays.binarySearch(ends, position + 1);
    int index = found < 0 ? -found - 1 : found;
    return index | 1;
  }
}
