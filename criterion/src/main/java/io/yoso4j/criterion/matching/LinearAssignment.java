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
    if (rows < 0 || columns < 0 || (long) rows * columns != cost.length) {
      throw new IllegalArgumentException(
          "cost has "
              + cost.length
              + " entries, expected rows ("
              + rows
              + ") times columns ("
              + columns
              + ")");
    }
    for (int i = 0; i < cost.length; i++) {
      if (Double.isNaN(cost[i]) || cost[i] == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            "cost["
                + i / columns
                + "]["
                + i % columns
                + "] ("
                + cost[i]
                + ") must be a number or positive infinity");
      }
    }
    boolean transposed = columns < rows;
    ShortestAugmentingPath paths =
        transposed
            ? new ShortestAugmentingPath(transpose(cost, rows, columns), columns, rows)
            : new ShortestAugmentingPath(cost, rows, columns);
    paths.run();
    if (transposed) {
      int[] found = new int[columns];
      int[] partner = new int[columns];
      int n = 0;
      for (int row = 0; row < rows; row++) {
        if (paths.rowOfColumn[row] >= 0) {
          found[n] = row;
          partner[n++] = paths.rowOfColumn[row];
        }
      }
      return new LinearAssignment(found, partner, paths.columnPotentials, paths.rowPotentials);
    }
    int[] ascending = new int[rows];
    Arrays.setAll(ascending, row -> row);
    return new LinearAssignment(
        ascending, paths.columnOfRow, paths.rowPotentials, paths.columnPotentials);
  }

  private static double[] transpose(double[] cost, int rows, int columns) {
    double[] transposed = new double[cost.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = cost[row * columns + column];
      }
    }
    return transposed;
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
