package io.yoso4j.train.pipeline;

/**
 * One of the eight ways to lay a rectangle of pixels onto the grid: rows and columns exchanged or
 * not, then mirrored left to right or not, then top to bottom or not.
 *
 * @param transposed whether rows become columns
 * @param mirrored whether the result is mirrored left to right
 * @param upsideDown whether the result is mirrored top to bottom
 */
record Symmetry(boolean transposed, boolean mirrored, boolean upsideDown) {
  static final Symmetry IDENTITY = new Symmetry(false, false, false);

  /** This, then a mirroring left to right. */
  Symmetry thenMirrored() {
    return new Symmetry(transposed, !mirrored, upsideDown);
  }

  /** This, then a mirroring top to bottom. */
  Symmetry thenUpsideDown() {
    return new Symmetry(transposed, mirrored, !upsideDown);
  }

  /** This, then a turn by 90 degrees clockwise: pixel (y, x) goes to (x, height - 1 - y). */
  Symmetry thenQuarterTurn() {
    return new Symmetry(!transposed, !upsideDown, mirrored);
  }
}
