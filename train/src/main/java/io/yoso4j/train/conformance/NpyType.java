package io.yoso4j.train.conformance;

/** The types of values a case may hold, all little-endian. */
enum NpyType {
  /** 32-bit floats. */
  FLOAT32("<f4", 4),
  /** 64-bit floats. */
  FLOAT64("<f8", 8),
  /** 32-bit integers. */
  INT32("<i4", 4),
  /** 64-bit integers. */
  INT64("<i8", 8),
  /** Unsigned bytes. */
  UINT8("|u1", 1);

  /** The name in the header of a file. */
  final String descr;

  /** Bytes of one value. */
  final int bytes;

  NpyType(String descr, int bytes) {
    this.descr = descr;
    this.bytes = bytes;
  }
}
