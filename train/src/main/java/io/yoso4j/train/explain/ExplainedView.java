package io.yoso4j.train.explain;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * What the network saw of an image.
 *
 * @param pixels the image, or the tile of it that is explained
 * @param tile which tile that is; null for the whole image
 * @param scaled size of the pixels in the network's input
 * @param padded size of the input
 * @param grid size of the predicted masks, which cover the padded input
 */
public record ExplainedView(
    RgbImage pixels, @Nullable Tile tile, ImageSize scaled, ImageSize padded, ImageSize grid) {
  /**
   * A tile of an image.
   *
   * @param number from 1
   * @param count tiles of the image
   * @param left first column of it in the image
   * @param top first row
   * @param side of it in pixels of the image
   * @param whole whether it holds the whole image, scaled to a tile
   * @param outside objects of the image that have no pixel in it
   */
  public record Tile(
      int number, int count, int left, int top, int side, boolean whole, int outside) {}
}
