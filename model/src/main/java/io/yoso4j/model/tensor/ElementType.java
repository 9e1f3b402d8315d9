package io.yoso4j.model.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element types of tensors. */
public enum ElementType {
  FLOAT32(4, ScalarType.Float),
  FLOAT64(8, ScalarType.Double),
  FLOAT16(2, ScalarType.Half),
  BFLOAT16(2, ScalarType.BFloat16),
  INT64(8, ScalarType.Long),
  INT32(4, ScalarType.Int),
  UINT8(1, ScalarType.Byte),
  BOOL(1, ScalarType.Bool);

  private final int bytes;
  private final ScalarType raw;

  ElementType(int bytes, ScalarType raw) {
    this.bytes = bytes;
    this.raw = raw;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  ScalarType raw() {
    return raw;
  }

  static ElementType of(ScalarType raw) {
    for (ElementType type : values()) {
      if (type.raw.value == raw.value) {
        return type;
      }
    }
    throw new EngineException("element type " + raw + " is not supported");
  }
}
