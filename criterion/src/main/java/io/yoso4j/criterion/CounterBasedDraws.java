package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.Kernels;
import io.yoso4j.criterion.sampling.Philox;
import java.util.Arrays;

/**
 * Points drawn by Philox4x32-10, see {@link PointDraws#counterBased}. Word {@code w} of block
 * {@code c} of a draw is word w of Philox, keyed by the image's first two {@link #key} words, of
 * the counter {@code (c, instance, }{@link #stream}{@code , third key word)}; its upper 24 bits are
 * the coordinate {@code 4 c + w}. Given so that other implementations can draw the same points.
 */
public final class CounterBasedDraws implements PointDraws {
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

  /** The three words that belong to an image of the batch in this step; a copy. */
  public int[] key(int image) {
    return Arrays.copyOf(keys[image], 3);
  }

  /** The counter's third word. */
  public static int stream(int stage, DrawPurpose purpose) {
    return stage * DrawPurpose.COUNT + purpose.code;
  }

  @Override
  public void draw(DrawPurpose purpose, int stage, int image, int instance, float[] xy) {
    int[] key = keys[image];
    Kernels.random(key[0], key[1], instance, stream(stage, purpose), key[2], xy);
  }

  /** The points of {@link #draw}, x and y apart. */
  void draw(
      DrawPurpose purpose, int stage, int image, int instance, int count, float[] x, float[] y) {
    int[] key = keys[image];
    Kernels.randomPoints(key[0], key[1], instance, stream(stage, purpose), key[2], count, x, y);
  }
}
