package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;

/** Arithmetic on strided windows; strides count elements. */
final class Strides {
  private Strides() {}

  /** C-order strides; sizes of 0 count as 1, as in PyTorch. */
  static long[] contiguous(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]);
    }
    return strides;
  }

  /** Whether the window is plain C order; a dimension of size 1 may have any stride. */
  static boolean isContiguous(long[] shape, long[] strides) {
    long[] wanted = contiguous(shape);
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] > 1 && strides[i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * One past the last element that a window touches, or -1 if that passes 2^63; 0 for an empty
   * window.
   */
  static long end(long offset, long[] shape, long[] strides) {
    long end = offset;
    for (long size : shape) {
      if (size == 0) {
        return 0;
      }
    }
    for (int i = 0; i < shape.length; i++) {
      long high = Math.multiplyHigh(shape[i] - 1, strides[i]);
      long step = (shape[i] - 1) * strides[i];
      if (high != 0 || step < 0 || end > Long.MAX_VALUE - 1 - step) {
        return -1;
      }
      end += step;
    }
    return end == Long.MAX_VALUE ? -1 : end + 1;
  }

  /** Copies a window into C order; the caller has checked the bounds. */
  static void copy(
      MemorySegment from, long offset, long[] shape, long[] strides, int width, MemorySegment to) {
    int rank = shape.length;
    long[] index = new long[rank];
    long source = offset;
    for (long target = 0; target < to.byteSize(); target += width) {
      MemorySegment.copy(from, source * width, to, target, width);
      for (int i = rank - 1; i >= 0; i--) {
        source += strides[i];
        if (++index[i] < shape[i]) {
          break;
        }
        source -= strides[i] * shape[i];
        index[i] = 0;
      }
    }
  }
}
