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

  /**
   * The assignment of least cost, as the criterion makes it. A pair whose cost is not finite is
   * chosen only when no other query is left.
   *
   * @param cost {@code [Q, T]} in row-major order
   * @param queries Q
   * @param targets T
   * @throws IllegalArgumentException if the array's length is not {@code queries * targets}
   */
  public static Assignment solve(double[] cost, int queries, int targets) {
    return ImageMatcher.assign(cost.clone(), queries, targets);
  }

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
