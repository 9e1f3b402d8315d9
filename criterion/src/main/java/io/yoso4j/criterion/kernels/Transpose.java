package io.yoso4j.criterion.kernels;

/** Rows of queries to rows of pixels. */
final class Transpose {
  /** Cache lines of the source kept open at once. */
  private static final int BLOCK = 16;

  private Transpose() {}

  static void scalar(
      float[] source,
      int sourceAt,
      int sourceStride,
      int firstQuery,
      int queries,
      int columns,
      float[] rows,
      int at,
      int stride) {
    for (int from = firstQuery; from < queries; from += BLOCK) {
      int to = Math.min(queries, from + BLOCK);
      for (int column = 0; column < columns; column++) {
        int target = at + column * stride;
        int origin = sourceAt + column;
        for (int query = from; query < to; query++) {
          rows[target + query] = source[origin + query * sourceStride];
        }
      }
    }
  }
}
