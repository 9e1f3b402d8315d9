package io.yoso4j.criterion.matching;

import java.util.Arrays;

/**
 * A borrowed cost matrix, looked at with its smaller side as rows: a tall one appears transposed
 * without being copied.
 */
abstract sealed class CostMatrix {
  /** Columns that are read and bounded together. */
  static final int BLOCK = 16;

  /** Number of rows, the smaller side. */
  final int rows;

  /** Number of columns, the larger side. */
  final int columns;

  /** Whether rows here are columns of the caller's matrix. */
  final boolean transposed;

  final int rowStride;
  final int columnStride;

  private CostMatrix(int length, int rows, int columns) {
    if (rows < 0 || columns < 0 || (long) rows * columns != length) {
      throw new IllegalArgumentException(
          "cost has "
              + length
              + " entries, expected rows ("
              + rows
              + ") times columns ("
              + columns
              + ")");
    }
    transposed = columns < rows;
    this.rows = transposed ? columns : rows;
    this.columns = transposed ? rows : columns;
    rowStride = transposed ? 1 : columns;
    columnStride = transposed ? columns : 1;
  }

  /** Number of blocks of a row. */
  final int blocks() {
    return Math.ceilDiv(columns, BLOCK);
  }

  /**
   * Copies entries of one row.
   *
   * @param into receives {@code to - from} entries
   */
  abstract void read(int row, int from, int to, double[] into);

  abstract double entry(int index);

  /** Least of some neighbouring entries of the caller's matrix, NaN if one is. */
  abstract double least(int from, int to);

  /** Lowers {@code minima[i]} to entry {@code from + i} where that is less, or NaN. */
  abstract void lower(double[] minima, int from);

  /**
   * The least cost of every block of every row, block after block of a row.
   *
   * @throws IllegalArgumentException if a cost is NaN or negative infinity
   */
  final double[] blockMinima() {
    double[] minima = transposed ? tallMinima() : wideMinima();
    for (double least : minima) {
      if (!(least > Double.NEGATIVE_INFINITY)) {
        throw invalid();
      }
    }
    return minima;
  }

  private double[] wideMinima() {
    int blocks = blocks();
    double[] minima = new double[rows * blocks];
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      for (int block = 0; block < blocks; block++) {
        int to = Math.min(columns, block * BLOCK + BLOCK);
        minima[row * blocks + block] = least(start + block * BLOCK, start + to);
      }
    }
    return minima;
  }

  private double[] tallMinima() {
    int blocks = blocks();
    double[] minima = new double[rows * blocks];
    double[] lowest = new double[rows];
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(lowest, Double.POSITIVE_INFINITY);
      int to = Math.min(columns, block * BLOCK + BLOCK);
      for (int column = block * BLOCK; column < to; column++) {
        lower(lowest, column * rows);
      }
      for (int row = 0; row < rows; row++) {
        minima[row * blocks + block] = lowest[row];
      }
    }
    return minima;
  }

  private IllegalArgumentException invalid() {
    int at = 0;
    while (entry(at) > Double.NEGATIVE_INFINITY) {
      at++;
    }
    int width = transposed ? rows : columns;
    return new IllegalArgumentException(
        "cost["
            + at / width
            + "]["
            + at % width
            + "] ("
            + entry(at)
            + ") must be a number or positive infinity");
  }

  static final class OfDoubles extends CostMatrix {
    private final double[] cost;

    OfDoubles(double[] cost, int rows, int columns) {
      super(cost.length, rows, columns);
      this.cost = cost;
    }

    @Override
    void read(int row, int from, int to, double[] into) {
      int at = row * rowStride + from * columnStride;
      for (int i = 0; i < to - from; i++, at += columnStride) {
        into[i] = cost[at];
      }
    }

    @Override
    double least(int from, int to) {
      double even = Double.POSITIVE_INFINITY;
      double odd = Double.POSITIVE_INFINITY;
      for (int i = from; i < to - 1; i += 2) {
        even = Math.min(even, cost[i]);
        odd = Math.min(odd, cost[i + 1]);
      }
      return Math.min(Math.min(even, odd), cost[to - 1]);
    }

    @Override
    void lower(double[] minima, int from) {
      for (int i = 0; i < minima.length; i++) {
        minima[i] = Math.min(minima[i], cost[from + i]);
      }
    }

    @Override
    double entry(int index) {
      return cost[index];
    }
  }

  static final class OfFloats extends CostMatrix {
    private final float[] cost;

    OfFloats(float[] cost, int rows, int columns) {
      super(cost.length, rows, columns);
      this.cost = cost;
    }

    @Override
    void read(int row, int from, int to, double[] into) {
      int at = row * rowStride + from * columnStride;
      for (int i = 0; i < to - from; i++, at += columnStride) {
        into[i] = cost[at];
      }
    }

    @Override
    double least(int from, int to) {
      double even = Double.POSITIVE_INFINITY;
      double odd = Double.POSITIVE_INFINITY;
      for (int i = from; i < to - 1; i += 2) {
        even = Math.min(even, cost[i]);
        odd = Math.min(odd, cost[i + 1]);
      }
      return Math.min(Math.min(even, odd), cost[to - 1]);
    }

    @Override
    void lower(double[] minima, int from) {
      for (int i = 0; i < minima.length; i++) {
        minima[i] = Math.min(minima[i], cost[from + i]);
      }
    }

    @Override
    double entry(int index) {
      return cost[index];
    }
  }
}
