package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.matching.LinearAssignment;
import io.yoso4j.data.DataException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of the matching of one level on one image.
 *
 * @param cost float64 costs {@code [Q, T]}, null if there are none
 * @param cost32 float32 costs, likewise
 * @param assignment matched pairs: as recorded, else the solution of the recorded costs; null if
 *     there are neither
 * @param solved the solution of the float32 costs, null without them
 */
@SuppressWarnings("ArrayRecordComponent")
record RecordedMatching(
    double @Nullable [] cost,
    double @Nullable [] cost32,
    @Nullable Assignment assignment,
    @Nullable Assignment solved) {
  /**
   * Costs of two assignments closer than this, per pair and relative to costs above 1, are a tie.
   */
  private static final double ROUNDING = 1e-6;

  static RecordedMatching read(LossCase loss, Level level, int image, int queries) {
    int targets = loss.targets().get(image).count();
    String name = level.array(image, "cost");
    CaseFiles files = loss.files();
    double[] cost =
        files.has(name + ".f64")
            ? files.read(name + ".f64", NpyType.FLOAT64, queries, targets).doubles()
            : null;
    double[] cost32 =
        files.has(name) ? files.read(name, NpyType.FLOAT32, queries, targets).doubles() : null;
    Assignment assignment = loss.assignment(level, image, queries);
    Assignment solved =
        cost32 == null ? null : solve(files.path(name).toString(), cost32, queries, targets);
    if (assignment == null) {
      assignment =
          solved != null || cost == null
              ? solved
              : solve(files.path(name + ".f64").toString(), cost, queries, targets);
    }
    return new RecordedMatching(cost, cost32, assignment, solved);
  }

  private static Assignment solve(String source, double[] cost, int queries, int targets) {
    try {
      LinearAssignment solution = LinearAssignment.solve(cost, queries, targets);
      int[] columns = solution.columns();
      int[] left =
          IntStream.range(0, targets)
              .filter(target -> Arrays.stream(columns).noneMatch(matched -> matched == target))
              .toArray();
      return new Assignment(solution.rows(), columns, left);
    } catch (IllegalArgumentException e) {
      throw new DataException(source + ": cannot be solved: " + e.getMessage(), e);
    }
  }

  /** Float64 costs, or else float32 ones. */
  double @Nullable [] bestCost() {
    return cost != null ? cost : cost32;
  }

  /** Whether another assignment costs as much as the recorded one, to the rounding of float32. */
  boolean tiedWith(Assignment other, ImageTargets targets) {
    double[] known = bestCost();
    if (known == null || assignment == null) {
      return false;
    }
    double scale = 1;
    for (double value : known) {
      scale = Math.max(scale, Math.abs(value));
    }
    double difference =
        total(known, other, targets.count()) - total(known, assignment, targets.count());
    return Math.abs(difference) <= ROUNDING * scale * assignment.size();
  }

  private static double total(double[] cost, Assignment assignment, int targets) {
    double sum = 0;
    for (int i = 0; i < assignment.size(); i++) {
      sum += cost[assignment.queries()[i] * targets + assignment.targets()[i]];
    }
    return sum;
  }

  static boolean same(@Nullable Assignment a, @Nullable Assignment b) {
    return a != null
        && b != null
        && Arrays.equals(a.queries(), b.queries())
        && Arrays.equals(a.targets(), b.targets());
  }
}
