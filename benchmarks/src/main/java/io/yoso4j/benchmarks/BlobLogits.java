package io.yoso4j.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mask logits that look like a network's in the middle of training: smooth noise of two scales on a
 * negative ground, and in some queries a blob about where an object is.
 */
final class BlobLogits {
  private static final int COARSE_CELLS = 8;
  private static final int FINE_CELLS = 32;
  private static final float GROUND = -3;
  private static final float COARSE = 2;
  private static final float FINE = 0.7f;
  private static final float BLOB = 7;

  private final int side;
  private final float[] values;

  BlobLogits(int side) {
    this.side = side;
    values = new float[side * side];
  }

  /**
   * Writes one mask.
   *
   * @param object what the query sees, or null for noise alone
   * @param out receives {@code side * side} values
   * @param offset in bytes
   */
  void write(RandomGenerator random, @Nullable Ellipse object, MemorySegment out, long offset) {
    Arrays.fill(values, GROUND);
    addNoise(random, COARSE_CELLS, COARSE);
    addNoise(random, FINE_CELLS, FINE);
    if (object != null) {
      for (int i = 0; i < values.length; i++) {
        double radius =
            object.squaredRadius((i % side + 0.5) / side, (Math.floorDiv(i, side) + 0.5) / side);
        values[i] += (float) (BLOB / (1 + radius * radius));
      }
    }
    MemorySegment.copy(values, 0, out, ValueLayout.JAVA_FLOAT, offset, values.length);
  }

  /** Adds Gaussian noise on a coarse grid, read bilinearly. */
  private void addNoise(RandomGenerator random, int cells, float scale) {
    float[] grid = new float[(cells + 1) * (cells + 1)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) random.nextGaussian(0, scale);
    }
    float step = (float) cells / side;
    for (int row = 0; row < side; row++) {
      int gridRow = (int) (row * step);
      float fy = row * step - gridRow;
      for (int column = 0; column < side; column++) {
        int gridColumn = (int) (column * step);
        float fx = column * step - gridColumn;
        int at = gridRow * (cells + 1) + gridColumn;
        float upper = grid[at] + fx * (grid[at + 1] - grid[at]);
        at += cells + 1;
        float lower = grid[at] + fx * (grid[at + 1] - grid[at]);
        values[row * side + column] += upper + fy * (lower - upper);
      }
    }
  }
}
