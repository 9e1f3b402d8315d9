package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.kernels.MatchTile;
import io.yoso4j.criterion.kernels.PointBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Buffers and kernels of one thread, reused from task to task and step to step. */
final class Workspace {
  final Kernels kernels = Kernels.create();
  final PointBuffer candidates = new PointBuffer();
  final PointBuffer fresh = new PointBuffer();
  final PointBuffer points = new PointBuffer();
  float[] xy = new float[0];
  float[] rows = new float[0];
  float[] staging = new float[0];
  float[] plane = new float[0];
  float[] gradientPlane = new float[0];
  float[] labels = new float[0];
  float[] gradient = new float[0];
  float[] classLogits = new float[0];
  float[] classGradient = new float[0];
  private MatchTile tile = new MatchTile(0);
  private int planeHeight;
  private int planeWidth;

  /** The buffer if it has exactly this length, else a new one: draws fill the whole array. */
  static float[] exactly(float[] buffer, int length) {
    return buffer.length == length ? buffer : new float[length];
  }

  static float[] atLeast(float[] buffer, int length) {
    return buffer.length >= length ? buffer : new float[length];
  }

  /** An empty tile for an image with this many targets. */
  MatchTile tile(int targets) {
    if (tile.targets.length < targets) {
      tile = new MatchTile(targets);
    }
    tile.clear();
    return tile;
  }

  /** Reads one plane, putting a frame of zeros around it. */
  void loadPlane(MemorySegment masks, long plane0, int height, int width) {
    int stride = width + 2;
    int size = (height + 2) * stride;
    if (plane.length < size || planeHeight != height || planeWidth != width) {
      plane = atLeast(plane, size);
      Arrays.fill(plane, 0, size, 0f);
      planeHeight = height;
      planeWidth = width;
    }
    long from = plane0 * height * width * Float.BYTES;
    for (int row = 1; row <= height; row++, from += (long) width * Float.BYTES) {
      MemorySegment.copy(
          masks, ValueLayout.JAVA_FLOAT_UNALIGNED, from, plane, row * stride + 1, width);
    }
  }

  /** Makes the gradient plane zero. */
  void clearGradient(int height, int width) {
    int size = (height + 2) * (width + 2);
    gradientPlane = atLeast(gradientPlane, size);
    Arrays.fill(gradientPlane, 0, size, 0f);
  }

  /** Writes the gradient plane without its frame. */
  void storeGradient(MemorySegment target, long plane0, int height, int width) {
    int stride = width + 2;
    long to = plane0 * height * width * Float.BYTES;
    for (int row = 1; row <= height; row++, to += (long) width * Float.BYTES) {
      MemorySegment.copy(
          gradientPlane, row * stride + 1, target, ValueLayout.JAVA_FLOAT_UNALIGNED, to, width);
    }
  }
}
