package io.yoso4j.criterion.kernels;

import java.util.Arrays;

/**
 * A few points between two rows of the prediction, and the targets that are not 0 there.
 *
 * <p>Point p reads columns {@code columns[p]} and {@code columns[p] + 1} of both rows, counted from
 * the zero pixel left of the first one.
 */
public final class MatchTile {
  /** Most points in a tile: as many factors of up to 2 as a float32 product holds. */
  public static final int POINTS = 64;

  /** Points in use. */
  public int count;

  /** Left column of every point, 0 for the zero pixel. */
  public final int[] columns = new int[POINTS];

  /** Weight of the upper left pixel. */
  public final float[] upperLeft = new float[POINTS];

  /** Weight of the upper right pixel. */
  public final float[] upperRight = new float[POINTS];

  /** Weight of the lower left pixel. */
  public final float[] lowerLeft = new float[POINTS];

  /** Weight of the lower right pixel. */
  public final float[] lowerRight = new float[POINTS];

  /** Upper row of every point in the targets' grid, -1 for the one above it. */
  public final int[] targetRows = new int[POINTS];

  /** Left column of every point in the targets' grid, -1 for the one left of it. */
  public final int[] targetColumns = new int[POINTS];

  /** How far below the upper row, in [0, 1). */
  public final float[] targetRowFractions = new float[POINTS];

  /** How far right of the left column, in [0, 1). */
  public final float[] targetColumnFractions = new float[POINTS];

  /** Targets in use. */
  public int targetCount;

  /** Which targets they are. */
  public final int[] targets;

  /** First entry of every target in use, and one past the last one's. */
  public final int[] starts;

  /** Point of every entry. */
  public int[] points = new int[POINTS * 8];

  /** The target's value at the entry's point, in (0, 1]. */
  public float[] labels = new float[POINTS * 8];

  private int end;

  /** A tile for an image with this many targets. */
  public MatchTile(int targets) {
    this.targets = new int[targets];
    starts = new int[targets + 1];
  }

  /** Forgets points and targets. */
  public void clear() {
    count = 0;
    targetCount = 0;
    starts[0] = 0;
  }

  /**
   * Sets a point's four weights.
   *
   * @param rowFraction how far below the upper row
   * @param columnFraction how far right of the left column
   */
  public void setWeights(int p, float rowFraction, float columnFraction) {
    upperRight[p] = (1 - rowFraction) * columnFraction;
    upperLeft[p] = (1 - rowFraction) * (1 - columnFraction);
    lowerRight[p] = rowFraction * columnFraction;
    lowerLeft[p] = rowFraction * (1 - columnFraction);
  }

  /** Begins the entries of a target: as many as there are points may follow. */
  public void beginTarget(int target) {
    targets[targetCount] = target;
    end = starts[targetCount];
    int needed = end + POINTS;
    if (points.length < needed) {
      points = Arrays.copyOf(points, needed * 2);
      labels = Arrays.copyOf(labels, needed * 2);
    }
  }

  /** Adds a point to the target begun. */
  public void addEntry(int point, float label) {
    points[end] = point;
    labels[end++] = label;
  }

  /** Ends the target begun; one without entries is forgotten. */
  public void endTarget() {
    if (end > starts[targetCount]) {
      starts[++targetCount] = end;
    }
  }
}
