package io.yoso4j.eval;

/** Height and width of images by index; 0 where unknown. */
final class ImageSizes {
  private final int[] heights;
  private final int[] widths;

  ImageSizes(int[] heights, int[] widths) {
    this.heights = heights;
    this.widths = widths;
  }

  int height(int image) {
    return heights[image];
  }

  int width(int image) {
    return widths[image];
  }
}
