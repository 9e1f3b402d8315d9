package io.yoso4j.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Arrays as plain memory: the array's own where it lies on the CPU in the type asked for, without
 * gaps; a copy elsewhere. Copies belong to the {@link ai.djl.ndarray.NDScope} that is open.
 */
final class HostMemory {
  /** A direct buffer is indexed by an int. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private HostMemory() {}

  /** Float32 values, valid as long as the array and the scope. */
  static MemorySegment floats(String name, NDArray array) {
    return MemorySegment.ofBuffer(buffer(name, array, DataType.FLOAT32));
  }

  static float[] floatArray(String name, NDArray array) {
    FloatBuffer values = buffer(name, array, DataType.FLOAT32).asFloatBuffer();
    float[] copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }

  static long[] longArray(String name, NDArray array) {
    LongBuffer values = buffer(name, array, DataType.INT64).asLongBuffer();
    long[] copy = new long[values.remaining()];
    values.get(copy);
    return copy;
  }

  /**
   * One byte per value, 0 for 0 and others for others; valid as long as the array and the scope.
   */
  static MemorySegment flags(String name, NDArray array) {
    DataType type = array.getDataType();
    boolean bytes = type == DataType.BOOLEAN || type == DataType.UINT8 || type == DataType.INT8;
    NDArray flags = bytes ? array : array.neq(0);
    return MemorySegment.ofBuffer(buffer(name, flags, flags.getDataType()));
  }

  private static ByteBuffer buffer(String name, NDArray array, DataType type) {
    Shape shape = array.getShape();
    long bytes = Math.multiplyExact(shape.size(), (long) type.getNumOfBytes());
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%s %s hold %d bytes, at most %d are possible: use a smaller batch"
              .formatted(name, Arrays.toString(shape.getShape()), bytes, MAX_BYTES));
    }
    if (bytes == 0) {
      return ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
    }
    NDArray host = array.toDevice(Device.cpu(), false).toType(type, false);
    ByteBuffer buffer = host.toByteBuffer(true);
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException(
          "%s: arrays of the engine %s are not native memory; the engine must be PyTorch"
              .formatted(name, array.getManager().getEngine().getEngineName()));
    }
    return buffer.order(ByteOrder.nativeOrder());
  }
}
