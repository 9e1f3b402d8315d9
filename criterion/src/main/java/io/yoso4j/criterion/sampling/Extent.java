package io.yoso4j.criterion.sampling;

/**
 * The smallest rectangle of pixels around all that are set; empty ({@code bottom < top}) if none
 * is.
 *
 * @param top first row
 * @param bottom last row
 * @param left first column
 * @param right last column
 */
public record Extent(int top, int bottom, int left, int right) {

  static final class Builder {
    private int top = Integer.MAX_VALUE;
    private int bottom = -1;
    private int left = Integer.MAX_VALUE;
    private int right = -1;

    void add(int row, int firstColumn, int lastColumn) {
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      left = Math.min(left, firstColumn);
      right = Math.max(right, lastColumn);
    }

    Extent build() {
      return new Extent(top, bottom, left, right);
    }
  }
}
