package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * One stored tensor.
 *
 * <p>The data may be a window on a memory-mapped file: it lives as long as the arena given to
 * {@link WeightFile#read(java.nio.file.Path, java.lang.foreign.Arena)}, or, without an arena, as
 * long as it is reachable.
 *
 * @param name the name in the file, such as {@code backbone.stem.conv1.weight}
 * @param dtype the element type
 * @param shape the sizes, outermost first; empty for a scalar
 * @param data the elements in C order, little endian, not necessarily aligned; exactly as long as
 *     dtype and shape say
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record WeightTensor(String name, DType dtype, long[] shape, MemorySegment data) {
  /**
   * @throws WeightException if a size is negative or the data is not exactly as long as dtype and
   *     shape say
   */
  public WeightTensor {
    Objects.requireNonNull(name, "name");
    shape = shape.clone();
    long bytes = byteSize(dtype, shape);
    if (bytes != data.byteSize()) {
      throw new WeightException(
          "tensor "
              + WeightException.quote(name)
              + ": "
              + dtype
              + " "
              + Arrays.toString(shape)
              + " needs "
              + (bytes < 0 ? "more than 2^63" : bytes)
              + " bytes of data, found "
              + data.byteSize());
    }
  }

  /** A heap tensor of floats, copied. */
  public static WeightTensor ofFloats(String name, float[] values, long... shape) {
    MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, 4)]);
    MemorySegment.copy(values, 0, data, DType.FLOAT, 0, values.length);
    return new WeightTensor(name, DType.F32, shape, data);
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public long elements() {
    return data.byteSize() / dtype.bytes();
  }

  /** The same data under another name; nothing is copied. */
  public WeightTensor withName(String newName) {
    return new WeightTensor(newName, dtype, shape, data);
  }

  /**
   * A copy of the elements, each converted to the nearest float.
   *
   * @throws WeightException if there are more elements than an array can hold
   */
  public float[] toFloats() {
    long count = elements();
    if (count > Integer.MAX_VALUE - 8) {
      throw new WeightException(
          "tensor " + WeightException.quote(name) + ": " + count + " elements do not fit an array");
    }
    float[] floats = new float[(int) count];
    if (dtype == DType.F32) {
      MemorySegment.copy(data, DType.FLOAT, 0, floats, 0, floats.length);
      return floats;
    }
    for (int i = 0; i < floats.length; i++) {
      floats[i] = dtype.toFloat(data, i);
    }
    return floats;
  }

  /** Bytes that a tensor takes, or -1 if a size is negative or the product overflows. */
  static long byteSize(DType dtype, long[] shape) {
    long bytes = dtype.bytes();
    boolean empty = false;
    for (long size : shape) {
      if (size < 0) {
        return -1;
      }
      empty |= size == 0;
    }
    if (empty) {
      return 0;
    }
    for (long size : shape) {
      if (bytes > Long.MAX_VALUE / size) {
        return -1;
      }
      bytes *= size;
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightTensor that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && data.mismatch(that.data) < 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, dtype, Arrays.hashCode(shape));
  }

  @Override
  public String toString() {
    return WeightException.quote(name) + " " + dtype + " " + Arrays.toString(shape);
  }
}
