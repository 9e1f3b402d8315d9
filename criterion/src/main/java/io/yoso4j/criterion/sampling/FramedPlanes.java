package io.yoso4j.criterion.sampling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Planes of H × W floats, each with a frame of one zero pixel around it, so that reading outside by
 * one pixel is an ordinary read of a zero. A reusable buffer; not thread-safe.
 */
public final class FramedPlanes {
  private int planes;
  private int height;
  private int width;
  private float[] values = new float[0];

  /** Creates an empty buffer. */
  public FramedPlanes() {}

  /** Number of planes. */
  public int planes() {
    return planes;
  }

  /** H, without the frame. */
  public int height() {
    return height;
  }

  /** W, without the frame. */
  public int width() {
    return width;
  }

  /** Makes the buffer hold zeros. */
  public void clear(int newPlanes, int newHeight, int newWidth) {
    int size = resize(newPlanes, newHeight, newWidth);
    Arrays.fill(values, 0, size, 0f);
  }

  /**
   * Copies planes from memory.
   *
   * @param source float32 in native byte order, C order
   * @param byteOffset of the first plane
   */
  public void load(
      MemorySegment source, long byteOffset, int newPlanes, int newHeight, int newWidth) {
    clear(newPlanes, newHeight, newWidth);
    long from = byteOffset;
    for (int plane = 0; plane < planes; plane++) {
      for (int row = 0; row < height; row++, from += (long) width * Float.BYTES) {
        MemorySegment.copy(
            source, ValueLayout.JAVA_FLOAT_UNALIGNED, from, values, index(plane, row, 0), width);
      }
    }
  }

  /** Copies one plane, without its frame, to memory. */
  public void store(int plane, MemorySegment target, long byteOffset) {
    long to = byteOffset;
    for (int row = 0; row < height; row++, to += (long) width * Float.BYTES) {
      MemorySegment.copy(
          values, index(plane, row, 0), target, ValueLayout.JAVA_FLOAT_UNALIGNED, to, width);
    }
  }

  /**
   * Reads one plane at some of the points.
   *
   * @param plane which one
   * @param taps points for planes of this size
   * @param from first point
   * @param to after the last point
   * @param out {@code out[0]} is the value at point {@code from}
   */
  public void sample(int plane, BilinearTaps taps, int from, int to, float[] out) {
    int stride = width + 2;
    int origin = index(plane, 0, 0);
    float[] data = values;
    for (int i = from; i < to; i++) {
      int at = origin + taps.row(i) * stride + taps.column(i);
      float fx = taps.columnFraction(i);
      float fy = taps.rowFraction(i);
      float upper = data[at] * (1 - fx) + data[at + 1] * fx;
      float lower = data[at + stride] * (1 - fx) + data[at + stride + 1] * fx;
      out[i - from] = upper * (1 - fy) + lower * fy;
    }
  }

  /**
   * Adds to one plane what {@link #sample} transposed gives: every point's value, split over the
   * pixels it was read from.
   */
  public void scatter(int plane, BilinearTaps taps, float[] pointValues) {
    int stride = width + 2;
    int origin = index(plane, 0, 0);
    float[] data = values;
    for (int i = 0; i < taps.count(); i++) {
      int at = origin + taps.row(i) * stride + taps.column(i);
      float fx = taps.columnFraction(i);
      float fy = taps.rowFraction(i);
      float upper = pointValues[i] * (1 - fy);
      float lower = pointValues[i] * fy;
      data[at] += upper * (1 - fx);
      data[at + 1] += upper * fx;
      data[at + stride] += lower * (1 - fx);
      data[at + stride + 1] += lower * fx;
    }
  }

  private int index(int plane, int row, int column) {
    return (plane * (height + 2) + row + 1) * (width + 2) + column + 1;
  }

  private int resize(int newPlanes, int newHeight, int newWidth) {
    planes = newPlanes;
    height = newHeight;
    width = newWidth;
    int size = Math.multiplyExact(newPlanes, Math.multiplyExact(newHeight + 2, newWidth + 2));
    if (values.length < size) {
      values = new float[size];
    }
    return size;
  }
}
