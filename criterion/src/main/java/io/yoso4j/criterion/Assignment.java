package io.yoso4j.criterion;

import java.util.Arrays;

/**
 * Matched pairs of one image: {@code queries[i]} predicts {@code targets[i]}.
 *
 * @param queries ascending query indices, {@code min(Q, T)} of them
 * @param targets the target of each of them
 * @param unmatchedTargets ascending indices of targets left over when there are more targets than
 *     queries
 */
@SuppressWarnings("ArrayRecordComponent")
public record Assignment(int[] queries, int[] targets, int[] unmatchedTargets) {

  static Assignment of(int[] queries, int[] targets, int targetCount) {
    boolean[] matched = new boolean[targetCount];
    for (int target : targets) {
      matched[target] = true;
    }
    int[] left = new int[targetCount - targets.length];
    int n = 0;
    for (int target = 0; target < targetCount; target++) {
      if (!matched[target]) {
        left[n++] = target;
      }
    }
    return new Assignment(queries, targets, left);
  }

  /** Number of matched pairs. */
  public int size() {
    return queries.length;
  }

  @Override
  public String toString() {
    return "Assignment[queries="
        + Arrays.toString(queries)
        + ", targets="
        + Arrays.toString(targets)
        + ", unmatchedTargets="
        + Arrays.toString(unmatchedTargets)
        + "]";
  }
}
