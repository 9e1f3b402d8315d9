package io.yoso4j.criterion.kernels;

import java.util.Arrays;

/** Points of the unit square with the logits there, column by column; grows, never shrinks. */
public final class PointBuffer {
  /** Kernels may read and write this many values behind the last point. */
  public static final int SLACK = 64;

  /** Points in use. */
  public int count;

  /** Fractions of the width. */
  public float[] x = new float[SLACK];

  /** Fractions of the height. */
  public float[] y = new float[SLACK];

  /** Values of the prediction. */
  public float[] logits = new float[SLACK];

  /** An empty buffer. */
  public PointBuffer() {}

  /** Makes room, keeping the points there are. */
  public void reserve(int capacity) {
    int needed = Math.addExact(capacity, SLACK);
    if (x.length < needed) {
      x = Arrays.copyOf(x, needed);
      y = Arrays.copyOf(y, needed);
      logits = Arrays.copyOf(logits, needed);
    }
  }

  /** Adds another buffer's points behind this one's. */
  public void append(PointBuffer other) {
    reserve(count + other.count);
    System.arraycopy(other.x, 0, x, count, other.count);
    System.arraycopy(other.y, 0, y, count, other.count);
    System.arraycopy(other.logits, 0, logits, count, other.count);
    count += other.count;
  }
}
