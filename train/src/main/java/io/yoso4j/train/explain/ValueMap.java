package io.yoso4j.train.explain;

/**
 * A number for each cell of the prediction's grid.
 *
 * @param width W, cells
 * @param height H, cells
 * @param values {@code [H, W]} in C order; not copied: read only
 */
@SuppressWarnings("ArrayRecordComponent")
public record ValueMap(int width, int height, float[] values) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if there are more or fewer values than cells
   */
  public ValueMap {
    if (values.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          "values (%d) must be width (%d) times height (%d)"
              .formatted(values.length, width, height));
    }
  }

  /** The greatest absolute value; 0 for a map that is not finite anywhere. */
  public float greatest() {
    float greatest = 0;
    for (float value : values) {
      float size = Math.abs(value);
      if (size > greatest && size < Float.POSITIVE_INFINITY) {
        greatest = size;
      }
    }
    return greatest;
  }

  /** The sum of absolute values. */
  public double total() {
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return sum;
  }
}
