package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Element types of stored tensors; the constants are spelled as in the safetensors format. */
public enum DType {
  F64(8),
  I64(8),
  U64(8),
  F32(4),
  I32(4),
  U32(4),
  F16(2),
  BF16(2),
  I16(2),
  U16(2),
  I8(1),
  U8(1),
  BOOL(1);

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** The constant of a safetensors header's name, or null. */
  static @Nullable DType ofSafetensors(String name) {
    for (DType dtype : values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    return null;
  }

  /** Element {@code index} of little-endian data as the nearest float. */
  float toFloat(MemorySegment data, long index) {
    long at = index * bytes;
    return switch (this) {
      case F64 -> (float) data.get(DOUBLE, at);
      case F32 -> data.get(FLOAT, at);
      case F16 -> Float.float16ToFloat(data.get(SHORT, at));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT, at) << 16);
      case I64 -> (float) data.get(LONG, at);
      case U64 -> unsignedToFloat(data.get(LONG, at));
      case I32 -> (float) data.get(INT, at);
      case U32 -> (float) Integer.toUnsignedLong(data.get(INT, at));
      case I16 -> data.get(SHORT, at);
      case U16 -> Short.toUnsignedInt(data.get(SHORT, at));
      case I8 -> data.get(ValueLayout.JAVA_BYTE, at);
      case U8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at));
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0f : 1f;
    };
  }

  private static float unsignedToFloat(long value) {
    // Halving keeps the lowest bit sticky, so that the one rounding that follows is the right one.
    return value >= 0 ? (float) value : ((value >>> 1) | (value & 1)) * 2f;
  }
}
