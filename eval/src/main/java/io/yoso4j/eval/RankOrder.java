package io.yoso4j.eval;

/** Sorts indices by descending score; of equal scores, what was first stays first. */
final class RankOrder {
  private static final int SHORT = 24;

  private final double[] scores;
  private int[] spare = new int[0];

  /**
   * @param scores by index; no NaN
   */
  RankOrder(double[] scores) {
    this.scores = scores;
  }

  /** Sorts {@code order[from, to)}. */
  void sort(int[] order, int from, int to) {
    if (to - from <= SHORT) {
      insert(order, from, to);
      return;
    }
    if (spare.length < to - from) {
      spare = new int[to - from];
    }
    split(order, from, to);
  }

  private void split(int[] order, int from, int to) {
    if (to - from <= SHORT) {
      insert(order, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    split(order, from, middle);
    split(order, middle, to);
    if (scores[order[middle - 1]] >= scores[order[middle]]) {
      return;
    }
    int left = middle - from;
    System.arraycopy(order, from, spare, 0, left);
    int l = 0;
    int r = middle;
    int out = from;
    while (l < left && r < to) {
      order[out++] = scores[order[r]] > scores[spare[l]] ? order[r++] : spare[l++];
    }
    System.arraycopy(spare, l, order, out, left - l);
  }

  private void insert(int[] order, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int moved = order[i];
      double score = scores[moved];
      int at = i;
      while (at > from && scores[order[at - 1]] < score) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = moved;
    }
  }
}
