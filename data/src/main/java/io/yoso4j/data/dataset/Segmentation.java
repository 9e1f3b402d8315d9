package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Rle;
import java.util.List;

/** The outline or mask of an object, as the data set gives it. */
public sealed interface Segmentation {

  /**
   * One or more outlines, together one object.
   *
   * @param rings each {@code x0, y0, x1, y1, …} in pixels, at least 3 points, closed without
   *     repeating the first; the arrays are shared, not copied: read only
   */
  record Polygon(List<double[]> rings) implements Segmentation {
    /** Copies the list. */
    public Polygon {
      rings = List.copyOf(rings);
    }
  }

  /**
   * A mask.
   *
   * @param rle of the size of the image
   */
  record RunLength(Rle rle) implements Segmentation {}
}
