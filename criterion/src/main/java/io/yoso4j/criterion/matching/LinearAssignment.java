package io.yoso4j.criterion.matching;

import java.util.Arrays;

/**
 * An assignment of least total cost between the rows and columns of a matrix, {@code min(rows,
 * columns)} pairs.
 *
 * <p>Found by shortest augmenting paths for rectangular matrices, after D. F. Crouse, "On
 * implementing 2D rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic
 * Systems 52(4), 2016. O(m² n) time for m ≤ n, the smaller and larger side. Among equally good
 * assignments the one SciPy's {@code linear_sum_assignment} returns is found: a matrix with more
 * rows than columns is solved transposed, candidate columns are scanned in the same order, and a
 * free column wins a tie.
 *
 * <p>The potentials prove the answer: every {@code cost[i][j] - rowPotential[i] -
 * columnPotential[j]} is at least 0, and 0 for the pairs; unmatched rows and columns have potential
 * 0, all potentials of the larger side are at most 0.
 */
public final class LinearAssignment {
  private final int[] rows;
  private final int[] columns;
  private final double[] rowPotentials;
  private final double[] columnPotentials;

  private LinearAssignment(
      int[] rows, int[] columns, double[] rowPotentials, double[] columnPotentials) {
    this.rows = rows;
    this.columns = columns;
    this.rowPotentials = rowPotentials;
    this.columnPotentials = columnPotentials;
  }

  /**
   * Solves the problem.
   *
   * @param cost {@code rows × columns} in row-major order; positive infinity forbids a pair
   * @param rows number of rows, 0 or more
   * @param columns number of columns, 0 or more
   * @throws IllegalArgumentException if the array's length is not {@code rows * columns}, a cost is
   *     NaN or negative infinity, or forbidden pairs leave no complete assignment
   */
  public static LinearAssignment solve(double[] cost, int rows, int columns) {
    return solve(new CostMatrix.OfDoubles(cost, rows, columns));
  }

  /**
   * Solves the problem for float32 costs; computes in double, as if every cost had been widened
   * first, without a copy of the matrix.
   *
   * @param cost {@code rows × columns} in row-major order; positive infinity forbids a pair
   * @param rows number of rows, 0 or more
   * @param columns number of columns, 0 or more
   * @throws IllegalArgumentException if the array's length is not {@code rows * columns}, a cost is
   *     NaN or negative infinity, or forbidden pairs leave no complete assignment
   */
  public static LinearAssignment solve(float[] cost, int rows, int columns) {
    return solve(new CostMatrix.OfFloats(cost, rows, columns));
  }

  private static LinearAssignment solve(CostMatrix cost) {
    ShortestAugmentingPath paths = new ShortestAugmentingPath(cost);
    paths.run();
    if (!cost.transposed) {
      int[] ascending = new int[cost.rows];
      Arrays.setAll(ascending, row -> row);
      return new LinearAssignment(
          ascending, paths.columnOfRow, paths.rowPotentials, paths.columnPotentials);
    }
    int[] found = new int[cost.rows];
    int[] partner = new int[cost.rows];
    int n = 0;
    for (int row = 0; row < cost.columns; row++) {
      if (paths.rowOfColumn[row] >= 0) {
        found[n] = row;
        partner[n++] = paths.rowOfColumn[row];
      }
    }
    return new LinearAssignment(found, partner, paths.columnPotentials, paths.rowPotentials);
  }

  /** Number of pairs. */
  public int size() {
    return rows.length;
  }

  /** Matched rows, ascending; a copy. */
  public int[] rows() {
    return rows.clone();
  }

  /** The column of each matched row; a copy. */
  public int[] columns() {
    return columns.clone();
  }

  /** Dual variable of every row; a copy. */
  public double[] rowPotentials() {
    return rowPotentials.clone();
  }

  /** Dual variable of every column; a copy. */
  public double[] columnPotentials() {
    return columnPotentials.clone();
  }
}
