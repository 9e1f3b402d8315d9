package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.Pins;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was matched.
 *
 * @param assignments by stage and image
 * @param nonFinite by stage and image the first query with a cost that is not finite, or -1
 * @param costs by stage and image the costs that were solved, {@code [Q, T]}
 */
record Matching(
    List<List<Assignment>> assignments, List<List<Integer>> nonFinite, List<List<double[]>> costs) {

  /**
   * Solves all assignments, in parallel.
   *
   * @param costs {@code [G * B, Q, T]} of every group, one after the other; empty without targets
   */
  static Matching solve(List<StageGroup> groups, PaddedTargets targets, float[] costs, Pins pins) {
    List<Problem> problems = new ArrayList<>();
    int offset = 0;
    for (StageGroup group : groups) {
      int queries = group.shape().queries();
      for (int stage : group.indices()) {
        for (int image = 0; image < targets.images().size(); image++) {
          problems.add(new Problem(stage, image, queries, offset));
          offset += queries * targets.most();
        }
      }
    }
    Solution[] solutions = new Solution[problems.size()];
    IntStream.range(0, solutions.length)
        .parallel()
        .forEach(i -> solutions[i] = problems.get(i).solve(targets, costs, pins));
    int images = targets.images().size();
    Solution[] inOrder = new Solution[solutions.length];
    for (int i = 0; i < solutions.length; i++) {
      inOrder[problems.get(i).stage * images + problems.get(i).image] = solutions[i];
    }
    List<List<Assignment>> assignments = new ArrayList<>();
    List<List<Integer>> nonFinite = new ArrayList<>();
    List<List<double[]>> solved = new ArrayList<>();
    for (int from = 0; from < inOrder.length; from += images) {
      List<Solution> stage = List.of(inOrder).subList(from, from + images);
      assignments.add(stage.stream().map(Solution::assignment).toList());
      nonFinite.add(stage.stream().map(Solution::nonFinite).toList());
      solved.add(stage.stream().map(Solution::cost).toList());
    }
    return new Matching(assignments, nonFinite, solved);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Solution(Assignment assignment, int nonFinite, double[] cost) {}

  private record Problem(int stage, int image, int queries, int offset) {
    Solution solve(PaddedTargets targets, float[] costs, Pins pins) {
      int count = targets.images().get(image).count();
      double[] cost = new double[Math.multiplyExact(queries, count)];
      int bad = -1;
      for (int query = 0; query < queries; query++) {
        for (int target = 0; target < count; target++) {
          double value = costs[offset + query * targets.most() + target];
          cost[query * count + target] = value;
          bad = bad < 0 && !Double.isFinite(value) ? query : bad;
        }
      }
      Assignment pinned = pins.assignment(stage, image);
      return new Solution(
          pinned == null ? Assignment.solve(cost, queries, count) : pinned, bad, cost);
    }
  }
}
