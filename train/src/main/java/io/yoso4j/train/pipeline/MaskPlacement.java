package io.yoso4j.train.pipeline;

import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.List;

/** Brings the masks of one image to where a {@link Placement} brings its pixels. */
final class MaskPlacement {
  private final Placement placement;
  private final int[] sourceColumns;
  private final int[] sourceRows;

  MaskPlacement(Placement placement) {
    this.placement = placement;
    this.sourceColumns = placement.sourceColumns();
    this.sourceRows = placement.sourceRows();
  }

  /** The mask in the sample, {@code [size, size]}; empty where the window misses the object. */
  Bitmap place(Segmentation segmentation) {
    return switch (segmentation) {
      case Segmentation.Polygon(var rings) -> drawn(rings);
      case Segmentation.RunLength(Rle rle) -> resampled(rle);
    };
  }

  /** Outlines are moved before they are drawn, so that they stay sharp at every scale. */
  private Bitmap drawn(List<double[]> rings) {
    double scaleX = (double) placement.scaledWidth() / placement.width();
    double scaleY = (double) placement.scaledHeight() / placement.height();
    List<double[]> moved = new ArrayList<>(rings.size());
    for (double[] ring : rings) {
      double[] points = new double[ring.length];
      for (int i = 0; i + 1 < ring.length; i += 2) {
        points[i] = ring[i] * scaleX - placement.left();
        points[i + 1] = ring[i + 1] * scaleY - placement.top();
      }
      moved.add(points);
    }
    int height = placement.validHeight();
    Rle window = Polygons.rasterize(moved, height, placement.validWidth());
    Bitmap mask = Bitmap.of(placement.size(), placement.size());
    int position = 0;
    boolean foreground = false;
    for (int run : window.counts()) {
      for (int i = position; foreground && i < position + run; i++) {
        mask.set(i % height, placement.column(i / height), true);
      }
      position += run;
      foreground = !foreground;
    }
    return mask;
  }

  /** The nearest pixel under each centre; only the object's box is looked at. */
  private Bitmap resampled(Rle rle) {
    Bitmap source = rle.toBitmap();
    Bitmap mask = Bitmap.of(placement.size(), placement.size());
    Box box = rle.bbox();
    for (int y = 0; y < sourceRows.length; y++) {
      int row = sourceRows[y];
      if (row < box.y() || row >= box.y() + box.height()) {
        continue;
      }
      for (int x = 0; x < sourceColumns.length; x++) {
        int column = sourceColumns[x];
        if (column >= box.x() && column < box.x() + box.width() && source.get(row, column)) {
          mask.set(y, placement.column(x), true);
        }
      }
    }
    return mask;
  }
}
