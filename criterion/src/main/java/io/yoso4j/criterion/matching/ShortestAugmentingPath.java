package io.yoso4j.criterion.matching;

import java.util.Arrays;

/**
 * Crouse's algorithm on a matrix with no more rows than columns: one Dijkstra search on reduced
 * costs per row.
 */
final class ShortestAugmentingPath {
  final int[] columnOfRow;
  final int[] rowOfColumn;
  final double[] rowPotentials;
  final double[] columnPotentials;

  private final double[] cost;
  private final int rows;
  private final int columns;
  private final double[] distance;
  private final int[] previousRow;
  private final int[] open;
  private final int[] settledRows;
  private int openCount;
  private int settledCount;

  ShortestAugmentingPath(double[] cost, int rows, int columns) {
    this.cost = cost;
    this.rows = rows;
    this.columns = columns;
    columnOfRow = filled(rows);
    rowOfColumn = filled(columns);
    rowPotentials = new double[rows];
    columnPotentials = new double[columns];
    distance = new double[columns];
    previousRow = new int[columns];
    open = new int[columns];
    settledRows = new int[rows];
  }

  private static int[] filled(int length) {
    int[] unmatched = new int[length];
    Arrays.fill(unmatched, -1);
    return unmatched;
  }

  void run() {
    for (int row = 0; row < rows; row++) {
      int freeColumn = search(row);
      updatePotentials(row, distance[freeColumn]);
      augment(row, freeColumn);
    }
  }

  /**
   * Shortest path from a row to the nearest free column; afterwards {@code open[openCount..]} are
   * the settled columns.
   */
  private int search(int start) {
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    for (int i = 0; i < columns; i++) {
      // Descending, so that ties go to the lowest column and a constant matrix gives the identity,
      // as in SciPy.
      open[i] = columns - 1 - i;
    }
    openCount = columns;
    settledCount = 0;
    double reached = 0;
    int row = start;
    while (true) {
      settledRows[settledCount++] = row;
      int nearest = relax(row, reached);
      int column = open[nearest];
      reached = distance[column];
      open[nearest] = open[--openCount];
      open[openCount] = column;
      if (rowOfColumn[column] < 0) {
        return column;
      }
      row = rowOfColumn[column];
    }
  }

  /**
   * Updates the distances of open columns through a row and returns the position of the nearest
   * one.
   */
  private int relax(int row, double reached) {
    int nearest = -1;
    double lowest = Double.POSITIVE_INFINITY;
    int offset = row * columns;
    double potential = rowPotentials[row];
    for (int i = 0; i < openCount; i++) {
      int column = open[i];
      double through = reached + cost[offset + column] - potential - columnPotentials[column];
      if (through < distance[column]) {
        distance[column] = through;
        previousRow[column] = row;
      }
      double best = distance[column];
      if (best < lowest || (best == lowest && rowOfColumn[column] < 0)) {
        lowest = best;
        nearest = i;
      }
    }
    if (lowest == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "cost of "
              + rows
              + " x "
              + columns
              + " (smaller side first) forbids every complete assignment: no column is left for row "
              + settledRows[0]);
    }
    return nearest;
  }

  private void updatePotentials(int start, double shortest) {
    rowPotentials[start] += shortest;
    for (int i = 1; i < settledCount; i++) {
      int row = settledRows[i];
      rowPotentials[row] += shortest - distance[columnOfRow[row]];
    }
    for (int i = openCount; i < columns; i++) {
      columnPotentials[open[i]] -= shortest - distance[open[i]];
    }
  }

  private void augment(int start, int freeColumn) {
    int column = freeColumn;
    int row;
    do {
      row = previousRow[column];
      rowOfColumn[column] = row;
      int next = columnOfRow[row];
      columnOfRow[row] = column;
      column = next;
    } while (row != start);
  }
}
