package io.yoso4j.eval;

import java.util.Arrays;

/**
 * What counts of one category in one area range at one IoU threshold, ready to be weighted by
 * images: detections by descending score without the ignored ones.
 */
final class CategoryEvents {
  private static final double EPSILON = Math.ulp(1.0);

  /** Image times two, plus one where an object was found. */
  private int[] events = new int[64];

  private int size = 0;

  /** The objects found, as images, by the limit on detections that first lets them in. */
  private final int[][] found = new int[Curves.LIMITS][16];

  private final int[] foundSize = new int[Curves.LIMITS];
  private int[] rights = new int[65];
  private int[] wrongs = new int[65];

  void collect(Matching matching, int[] imageOfSlot, int[] limits, int category, int area, int t) {
    int[] matched = matching.matches().matched(area);
    int[] ignored = matching.matches().ignored(area);
    int[] slots = matching.ranking().slots(category);
    int bit = 1 << t;
    size = 0;
    Arrays.fill(foundSize, 0);
    if (events.length < slots.length) {
      events = new int[slots.length];
      rights = new int[slots.length + 1];
      wrongs = new int[slots.length + 1];
    }
    for (int slot : slots) {
      if ((ignored[slot] & bit) == 0) {
        boolean right = (matched[slot] & bit) != 0;
        events[size++] = imageOfSlot[slot] * 2 + (right ? 1 : 0);
        if (right) {
          addFound(limit(limits, matching.ranking().place(slot)), imageOfSlot[slot]);
        }
      }
    }
  }

  private static int limit(int[] limits, int place) {
    int m = 0;
    while (place >= limits[m]) {
      m++;
    }
    return m;
  }

  private void addFound(int limit, int image) {
    if (foundSize[limit] == found[limit].length) {
      found[limit] = Arrays.copyOf(found[limit], foundSize[limit] * 2);
    }
    found[limit][foundSize[limit]++] = image;
  }

  /** Recall with a limit on detections. */
  double recall(int limit, short[] weights, int offset, long required) {
    long right = 0;
    for (int m = 0; m <= limit; m++) {
      for (int i = 0; i < foundSize[m]; i++) {
        right += weights[offset + found[m][i]];
      }
    }
    return (double) right / required;
  }

  /**
   * Average precision: exactly that of a data set in which each image stands as often as its
   * weight, but for the order of equal scores in copies of one image.
   *
   * @param needed for each recall level, the objects to be found to reach it
   */
  double averagePrecision(short[] weights, int offset, int[] needed) {
    int right = 0;
    int wrong = 0;
    int steps = 0;
    // Whether something is right is as good as random: written so that nothing has to be predicted.
    for (int e = 0; e < size; e++) {
      int weight = weights[offset + (events[e] >>> 1)];
      int isRight = events[e] & 1;
      right += weight & -isRight;
      wrong += weight & isRight - 1;
      rights[steps] = right;
      wrongs[steps] = wrong;
      steps += isRight;
    }
    double sum = 0;
    double best = 0;
    int level = RecallLevels.COUNT - 1;
    for (int i = steps - 1; i >= 0 && level >= 0; i--) {
      while (level >= 0 && needed[level] > rights[i]) {
        sum += best;
        level--;
      }
      best = Math.max(best, rights[i] / ((double) wrongs[i] + rights[i] + EPSILON));
    }
    return (sum + (level + 1) * best) / RecallLevels.COUNT;
  }

  /** The objects to be found to reach each recall level. */
  static int[] needed(long required) {
    int[] needed = new int[RecallLevels.COUNT];
    for (int level = 0; level < needed.length; level++) {
      double recall = RecallLevels.at(level);
      int count = (int) Math.ceil(recall * required);
      while (count > 0 && (double) (count - 1) / required >= recall) {
        count--;
      }
      while ((double) count / required < recall) {
        count++;
      }
      needed[level] = count;
    }
    return needed;
  }
}
