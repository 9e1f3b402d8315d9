package io.yoso4j.criterion;

import io.yoso4j.criterion.sampling.Philox;
import java.util.Arrays;

/**
 * Points drawn by Philox4x32-10, see {@link PointDraws#counterBased}. Word {@code w} of block
 * {@code c} of a draw is word w of Philox, keyed by the image's first two {@link #key} words, of
 * the counter {@code (c, instance, }{@link #stream}{@code , third key word)}; its upper 24 bits are
 * the coordinate {@code 4 c + w}. Given so that other implementations can draw the same points.
 */
public final class CounterBasedDraws implements PointDraws {
  private static final float UNIT = 0x1p-24f;

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
    int[] block = new int[4];
    for (int i = 0, counter = 0; i < xy.length; counter++) {
      block[0] = counter;
      block[1] = instance;
      block[2] = stream(stage, purpose);
      block[3] = key[2];
      Philox.block(block, key[0], key[1]);
      for (int word = 0; word < 4 && i < xy.length; word++) {
        xy[i++] = (block[word] >>> 8) * UNIT;
      }
    }
  }
}
