package io.yoso4j.criterion;

/** Source of random points. Called from several threads at once. */
public interface PointDraws {
  /**
   * Fills the array with {@code (x, y)} pairs in [0, 1), fractions of the mask's width and height.
   *
   * @param purpose what the points are for
   * @param stage index of the stage
   * @param image index of the image in the batch
   * @param instance index of the target in the image; 0 for {@link DrawPurpose#MATCHER}
   * @param xy filled completely
   */
  void draw(DrawPurpose purpose, int stage, int image, int instance, float[] xy);

  /**
   * Points that are a pure function of the arguments: Philox4x32-10 keyed by seed, step and image
   * id, counting over stage, purpose, instance and point. Threads, ranks, batch order and resuming
   * change nothing. Values are {@code k * 2^-24}.
   *
   * @param seed of the run
   * @param step of the optimiser
   * @param imageIds id of every image of the batch, in its order
   */
  static PointDraws counterBased(long seed, long step, long[] imageIds) {
    return new CounterBasedDraws(seed, step, imageIds);
  }
}
