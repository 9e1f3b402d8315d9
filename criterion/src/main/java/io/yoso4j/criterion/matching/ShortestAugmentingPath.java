package io.yoso4j.criterion.matching;

import java.util.Arrays;

/**
 * Crouse's algorithm on a matrix with no more rows than columns: one Dijkstra search on reduced
 * costs per row.
 *
 * <p>A search ends at the latest at the nearest free column seen so far, so longer distances are
 * not kept. Columns are taken in blocks; column potentials are at most 0, so the least cost of a
 * block bounds the distances that a row can give its columns, and most blocks are skipped. What is
 * kept is computed by the operations of a search over all columns in their order, so that it is the
 * same to the last bit and rounding breaks ties as in SciPy.
 */
final class ShortestAugmentingPath {
  private static final int BLOCK = CostMatrix.BLOCK;

  final int[] columnOfRow;
  final int[] rowOfColumn;
  final double[] rowPotentials;
  final double[] columnPotentials;

  private final CostMatrix cost;
  private final int columns;
  private final int blocks;
  private final double[] blockMinima;
  private final double[] values = new double[BLOCK];

  /**
   * Of the current search where it is at most {@link #nearestFree}, more elsewhere; infinite for
   * settled columns, meaningless in untouched blocks.
   */
  private final double[] distance;

  private final int[] previousRow;

  /** Least distance of each block; infinite for a block that the search has not touched. */
  private final double[] blockDistance;

  /** Columns in the order in which SciPy scans them, settled ones at the end. */
  private final int[] order;

  private final int[] position;

  private final int[] settledColumns;
  private final int[] settledPositions;
  private final double[] settledDistances;
  private final double[] settledPotentials;
  private int settledCount;

  /** Least distance of a free column so far. */
  private double nearestFree;

  /** Rounding can lift a potential above 0 by its last bit. */
  private double highestPotential;

  /**
   * Prepares the search.
   *
   * @throws IllegalArgumentException if a cost is NaN or negative infinity
   */
  ShortestAugmentingPath(CostMatrix cost) {
    this.cost = cost;
    columns = cost.columns;
    blocks = cost.blocks();
    blockMinima = cost.blockMinima();
    columnOfRow = filled(cost.rows);
    rowOfColumn = filled(columns);
    rowPotentials = new double[cost.rows];
    columnPotentials = new double[columns];
    distance = new double[columns];
    previousRow = new int[columns];
    blockDistance = new double[blocks];
    order = new int[columns];
    position = new int[columns];
    for (int i = 0; i < columns; i++) {
      // Descending, so that ties go to the lowest column and a constant matrix gives the identity,
      // as in SciPy.
      order[i] = columns - 1 - i;
      position[i] = columns - 1 - i;
    }
    settledColumns = new int[cost.rows];
    settledPositions = new int[cost.rows];
    settledDistances = new double[cost.rows];
    settledPotentials = new double[cost.rows];
  }

  private static int[] filled(int length) {
    int[] unmatched = new int[length];
    Arrays.fill(unmatched, -1);
    return unmatched;
  }

  /**
   * Finds the assignment.
   *
   * @throws IllegalArgumentException if forbidden pairs leave no complete assignment
   */
  void run() {
    for (int row = 0; row < cost.rows; row++) {
      int freeColumn = search(row);
      updatePotentials(row, distance[freeColumn]);
      augment(row, freeColumn);
    }
  }

  /** Shortest path from a row to the nearest free column. */
  private int search(int start) {
    Arrays.fill(blockDistance, Double.POSITIVE_INFINITY);
    nearestFree = Double.POSITIVE_INFINITY;
    settledCount = 0;
    double reached = 0;
    int row = start;
    while (true) {
      reached = relax(row, reached);
      if (reached == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "cost of "
                + cost.rows
                + " x "
                + columns
                + " (smaller side first) forbids every complete assignment: no column is left for"
                + " row "
                + start);
      }
      int column = nearest(reached);
      row = rowOfColumn[column];
      if (row < 0) {
        return column;
      }
      settle(column, reached);
    }
  }

  /** Updates the distances of open columns through a row and returns the least distance of all. */
  private double relax(int row, double reached) {
    double potential = rowPotentials[row];
    double least = Double.POSITIVE_INFINITY;
    for (int block = 0; block < blocks; block++) {
      double bound = reached + blockMinima[row * blocks + block] - potential - highestPotential;
      if (bound <= nearestFree) {
        relaxBlock(block, row, reached, potential);
      }
      if (blockDistance[block] < least) {
        least = blockDistance[block];
      }
    }
    return least;
  }

  private void relaxBlock(int block, int row, double reached, double potential) {
    int from = block * BLOCK;
    int to = Math.min(columns, from + BLOCK);
    double least = blockDistance[block];
    if (least == Double.POSITIVE_INFINITY) {
      Arrays.fill(distance, from, to, Double.POSITIVE_INFINITY);
    }
    cost.read(row, from, to, values);
    double limit = nearestFree;
    for (int column = from; column < to; column++) {
      double through = reached + values[column - from] - potential - columnPotentials[column];
      if (through <= limit && through < distance[column]) {
        distance[column] = through;
        previousRow[column] = row;
        if (through < least) {
          least = through;
        }
        if (rowOfColumn[column] < 0) {
          limit = through;
        }
      }
    }
    blockDistance[block] = least;
    nearestFree = limit;
  }

  /** The column at the least distance; among several the one SciPy settles next. */
  private int nearest(double least) {
    int nearest = -1;
    for (int block = 0; block < blocks; block++) {
      if (blockDistance[block] == least) {
        int to = Math.min(columns, block * BLOCK + BLOCK);
        for (int column = block * BLOCK; column < to; column++) {
          if (distance[column] == least && (nearest < 0 || precedes(column, nearest))) {
            nearest = column;
          }
        }
      }
    }
    return nearest;
  }

  /** In a tie the last free column of the scan wins, or the first one if none is free. */
  private boolean precedes(int column, int other) {
    boolean free = rowOfColumn[column] < 0;
    boolean otherFree = rowOfColumn[other] < 0;
    if (free != otherFree) {
      return free;
    }
    return free == position[column] > position[other];
  }

  private void settle(int column, double reached) {
    settledColumns[settledCount] = column;
    settledDistances[settledCount] = reached;
    settledPotentials[settledCount] = columnPotentials[column];
    settledPositions[settledCount] = position[column];
    swap(position[column], columns - 1 - settledCount);
    settledCount++;
    // Makes every later distance of this column infinite.
    columnPotentials[column] = Double.NEGATIVE_INFINITY;
    distance[column] = Double.POSITIVE_INFINITY;
    int block = column / BLOCK;
    int to = Math.min(columns, block * BLOCK + BLOCK);
    double least = Double.POSITIVE_INFINITY;
    for (int i = block * BLOCK; i < to; i++) {
      least = distance[i] < least ? distance[i] : least;
    }
    blockDistance[block] = least;
  }

  private void swap(int first, int second) {
    int column = order[first];
    order[first] = order[second];
    order[second] = column;
    position[column] = second;
    position[order[first]] = first;
  }

  /** Also puts the settled columns back into their places. */
  private void updatePotentials(int start, double shortest) {
    rowPotentials[start] += shortest;
    for (int i = settledCount - 1; i >= 0; i--) {
      int column = settledColumns[i];
      double slack = shortest - settledDistances[i];
      rowPotentials[rowOfColumn[column]] += slack;
      columnPotentials[column] = settledPotentials[i] - slack;
      highestPotential = Math.max(highestPotential, columnPotentials[column]);
      swap(columns - 1 - i, settledPositions[i]);
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
