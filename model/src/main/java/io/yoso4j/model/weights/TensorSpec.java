package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What a tensor must be.
 *
 * @param shape the sizes, outermost first; empty for a scalar
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record TensorSpec(DType dtype, long... shape) {
  public TensorSpec {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  static WeightTensor zeros(String name, TensorSpec spec) {
    byte[] data = new byte[Math.toIntExact(WeightTensor.byteSize(spec.dtype(), spec.shape()))];
    return new WeightTensor(name, spec.dtype(), spec.shape(), MemorySegment.ofArray(data));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorSpec that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return dtype + " " + Arrays.toString(shape);
  }
}
