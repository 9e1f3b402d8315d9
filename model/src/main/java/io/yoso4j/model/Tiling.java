package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts large images into overlapping square tiles that go through the network one by one. A network
 * that was trained on crops of this side sees what it was trained on, and finds its number of
 * queries in each tile instead of in the whole image.
 *
 * @param side of a tile in pixels of the resized image (see {@link InputSize}), at least 32 and a
 *     multiple of 32
 * @param overlap share of its side that a tile has in common with its neighbour at least, from 0 to
 *     0.9; objects up to this size are whole in some tile
 * @param whole whether the whole image is looked at besides, scaled to a tile: finds objects that
 *     no tile shows whole (SAHI's standard prediction beside the sliced ones, Akyon et al. 2022)
 */
public record Tiling(int side, double overlap, boolean whole) {
  private static final int STRIDE = 32;
  private static final double MOST_OVERLAP = 0.9;

  /** Checks the ranges. */
  public Tiling {
    if (side < STRIDE || side % STRIDE != 0) {
      throw new IllegalArgumentException(
          "side (" + side + ") must be a multiple of " + STRIDE + " and at least that");
    }
    if (!(overlap >= 0 && overlap <= MOST_OVERLAP)) {
      throw new IllegalArgumentException(
          "overlap (" + overlap + ") must be between 0 and " + MOST_OVERLAP);
    }
  }

  /** Tiles alone, without the whole image. */
  public Tiling(int side, double overlap) {
    this(side, overlap, false);
  }

  /**
   * A square window of the image; it reaches over the border only where the image is smaller.
   *
   * @param left first column, pixels of the image as it is
   * @param top first row
   * @param side of the window
   */
  public record Tile(int left, int top, int side) {}

  /**
   * The tiles of an image, row by row. The last of a row or column ends at the image's border. With
   * {@code whole}, first a tile that holds all of the image, if the others are smaller.
   *
   * @param image size of the image as it is
   * @param resized its size for the network
   */
  public List<Tile> tiles(ImageSize image, ImageSize resized) {
    double scale =
        (double) Math.max(resized.width(), resized.height())
            / Math.max(image.width(), image.height());
    int window = Math.max(1, (int) Math.round(side / scale));
    List<Tile> tiles = new ArrayList<>();
    int longest = Math.max(image.width(), image.height());
    if (whole && window < longest) {
      tiles.add(new Tile(0, 0, longest));
    }
    for (int top : starts(image.height(), window)) {
      for (int left : starts(image.width(), window)) {
        tiles.add(new Tile(left, top, window));
      }
    }
    return tiles;
  }

  /** First pixels of windows spread evenly over a line. */
  private int[] starts(int length, int window) {
    int beyond = length - window;
    if (beyond <= 0) {
      return new int[1];
    }
    int step = Math.max(1, (int) Math.floor(window * (1 - overlap)));
    int gaps = Math.ceilDiv(beyond, step);
    int[] starts = new int[gaps + 1];
    for (int i = 0; i <= gaps; i++) {
      starts[i] = (int) ((long) beyond * i / gaps);
    }
    return starts;
  }
}
