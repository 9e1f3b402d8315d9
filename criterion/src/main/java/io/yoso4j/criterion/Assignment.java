package io.yoso4j.criterion;

import io.yoso4j.criterion.matching.LinearAssignment;
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

  static final Assignment NONE = new Assignment(new int[0], new int[0], new int[0]);

  /**
   * The assignment of least cost. A pair of non-finite cost is made only when no other query is
   * left.
   *
   * @param cost {@code [Q, T]}; entries that are not finite are replaced
   * @param queries Q
   * @param targets T
   */
  public static Assignment solve(double[] cost, int queries, int targets) {
    replaceNonFinite(cost, Math.min(queries, targets));
    LinearAssignment solution = LinearAssignment.solve(cost, queries, targets);
    return of(solution.rows(), solution.columns(), targets);
  }

  private static void replaceNonFinite(double[] cost, int pairs) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean allFinite = true;
    for (double value : cost) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      } else {
        allFinite = false;
      }
    }
    if (allFinite) {
      return;
    }
    // Dearer than any saving the other pairs could make, so the fewest such pairs are chosen.
    double penalty = low > high ? 1 : high + (high - low + 1) * (pairs + 1);
    for (int i = 0; i < cost.length; i++) {
      if (!Double.isFinite(cost[i])) {
        cost[i] = penalty;
      }
    }
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
