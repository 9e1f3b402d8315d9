package io.yoso4j.eval;

/** Sums over the categories of one image. */
final class ImageTally {
  /** Position of IoU 0.5 among the thresholds, and of all sizes among the area ranges. */
  private static final int FIRST = 0;

  private int objects = 0;
  private int right = 0;
  private int wrong = 0;
  private int missed = 0;
  private double iouSum = 0;

  void add(CellMatch match, double scoreThreshold) {
    int counted = 0;
    int found = 0;
    while (counted < match.detections() && match.score(counted) >= scoreThreshold) {
      if (!match.ignored(FIRST, FIRST, counted)) {
        if (match.matched(FIRST, FIRST, counted)) {
          found++;
        } else {
          wrong++;
        }
      }
      counted++;
    }
    right += found;
    missed += match.required(FIRST) - found;
    objects += match.objects();
    iouSum += match.sumOfBestIous(counted);
  }

  ImageScore score(long imageId) {
    return new ImageScore(imageId, objects == 0 ? 1 : iouSum / objects, right, wrong, missed);
  }
}
