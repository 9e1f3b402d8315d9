package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.sampling.Philox;

final class CounterBasedDraws implements PointDraws {
  private final int[][] keys;

  CounterBasedDraws(long seed, long step, long[] imageIds) {
    keys = new int[imageIds.length][];
    for (int i = 0; i < imageIds.length; i++) {
      int[] block = {
        (int) step, (int) (step >>> 32), (int) imageIds[i], (int) (imageIds[i] >>> 32)
      };
      Philox.block(block, (int) seed, (int) (seed >>> 32));
      keys[i] = block;
    }
  }

  @Override
  public void draw(DrawPurpose purpose, int stage, int image, int instance, float[] xy) {
    int[] key = keys[image];
    Kernels.random(
        key[0], key[1], instance, stage * DrawPurpose.COUNT + purpose.code, key[2], xy);
  }

  /** The points of {@link #draw}, x and y apart. */
  void draw(
      DrawPurpose purpose, int stage, int image, int instance, int count, float[] x, float[] y) {
    int[] key = keys[image];
    Kernels.randomPoints(
        key[0],
        key[1],
        instance,
        stage * DrawPurpose.COUNT + purpose.code,
        key[2],
        count,
        x,
        y);
  }
}
