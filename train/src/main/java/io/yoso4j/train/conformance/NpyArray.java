package io.yoso4j.train.conformance;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A numpy array as it lies in a file.
 *
 * @param source the file, for messages
 * @param type type of the values
 * @param shape sizes, empty for a single value
 * @param data the values, little-endian, in C order, from index 0 to the limit
 */
@SuppressWarnings("ArrayRecordComponent")
record NpyArray(String source, NpyType type, int[] shape, ByteBuffer data) {

  int count() {
    return data.limit() / type.bytes;
  }

  double value(int i) {
    return switch (type) {
      case FLOAT32 -> data.getFloat(i * 4);
      case FLOAT64 -> data.getDouble(i * 8);
      case INT32 -> data.getInt(i * 4);
      case INT64 -> data.getLong(i * 8);
      case UINT8 -> Byte.toUnsignedInt(data.get(i));
    };
  }

  double[] doubles() {
    double[] values = new double[count()];
    Arrays.setAll(values, this::value);
    return values;
  }

  /** The values, narrowed where they are not float32. */
  float[] floats() {
    float[] values = new float[count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value(i);
    }
    return values;
  }

  long integer(int i) {
    return data.getLong(i * 8);
  }

  String shapeText() {
    return Arrays.toString(shape);
  }
}
