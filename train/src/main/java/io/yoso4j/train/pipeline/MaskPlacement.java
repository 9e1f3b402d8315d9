package io.yoso4j.train.pipeline;

import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the masks of one image to where a {@link Placement} brings its pixels. Only the window is
 * drawn.
 */
final class MaskPlacement {
  /** An outline further away than this from the window leaves no pixel in it. */
  private static final double MARGIN = 2;

  private final Placement placement;
  private final int height;
  private final int width;

  /**
   * @param height rows of the sample
   * @param width columns of the sample
   */
  MaskPlacement(Placement placement, int height, int width) {
    this.placement = placement;
    this.height = height;
    this.width = width;
  }

  /** The mask within the window of the scaled image, before it is turned and mirrored. */
  Rle window(Segmentation segmentation) {
    return switch (segmentation) {
      case Segmentation.Polygon(var rings) -> drawn(rings);
      case Segmentation.RunLength(Rle rle) ->
          rle.resizeWindow(
              placement.scaledHeight(),
              placement.scaledWidth(),
              placement.top(),
              placement.left(),
              placement.windowHeight(),
              placement.windowWidth());
    };
  }

  /** Outlines are moved before they are drawn, so that they stay sharp at every scale. */
  private Rle drawn(List<double[]> rings) {
    double scaleX = (double) placement.scaledWidth() / placement.width();
    double scaleY = (double) placement.scaledHeight() / placement.height();
    List<double[]> moved = new ArrayList<>(rings.size());
    for (double[] ring : rings) {
      double[] points = new double[ring.length];
      for (int i = 0; i + 1 < ring.length; i += 2) {
        points[i] = ring[i] * scaleX - placement.left();
        points[i + 1] = ring[i + 1] * scaleY - placement.top();
      }
      if (!outside(points, 0, placement.windowWidth())
          && !outside(points, 1, placement.windowHeight())) {
        moved.add(points);
      }
    }
    return moved.isEmpty()
        ? Rle.empty(placement.windowHeight(), placement.windowWidth())
        : Polygons.rasterize(moved, placement.windowHeight(), placement.windowWidth());
  }

  /** Whether all x (first 0) or y (first 1) lie on one side of 0 to {@code side}. */
  private static boolean outside(double[] points, int first, int side) {
    boolean before = true;
    boolean after = true;
    for (int i = first; i < points.length; i += 2) {
      before &= points[i] < -MARGIN;
      after &= points[i] > side + MARGIN;
    }
    return before || after;
  }

  /** The mask in the sample, {@code [height, width]}. */
  Bitmap inSample(Rle window) {
    Symmetry symmetry = placement.symmetry();
    // Before rows become columns, mirroring left to right is mirroring top to bottom.
    boolean acrossColumns = symmetry.transposed() ? symmetry.upsideDown() : symmetry.mirrored();
    boolean acrossRows = symmetry.transposed() ? symmetry.mirrored() : symmetry.upsideDown();
    Rle mask = acrossColumns ? window.flipHorizontally() : window;
    mask = acrossRows ? mask.flipVertically() : mask;
    return symmetry.transposed() ? transposed(mask) : mask.place(height, width, 0, 0).toBitmap();
  }

  /** Runs go down columns: with rows and columns exchanged, they go along rows. */
  private Bitmap transposed(Rle mask) {
    Bitmap bits = Bitmap.of(height, width);
    int column = mask.height();
    int start = 0;
    boolean foreground = false;
    for (int run : mask.counts()) {
      for (int i = start; foreground && i < start + run; i++) {
        bits.set(i / column, i % column, true);
      }
      start += run;
      foreground = !foreground;
    }
    return bits;
  }
}
