package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.List;
import java.util.function.IntFunction;

/** Masks kept as their file writes them, and decoded when they are compared. */
final class TextMasks implements ObjectTable.Masks {
  private final ObjectColumns columns;
  private final int[] images;
  private final ImageSizes sizes;
  private final IntFunction<String> names;

  /**
   * @param images index of each object's image
   */
  TextMasks(ObjectColumns columns, int[] images, ImageSizes sizes, IntFunction<String> names) {
    this.columns = columns;
    this.images = images;
    this.sizes = sizes;
    this.names = names;
  }

  @Override
  public Rle mask(int object, MaskText text) {
    int height = sizes.height(images[object]);
    int width = sizes.width(images[object]);
    try {
      if (columns.masks.length(object) > 0) {
        return columns.masks.use(
            object, (bytes, from, to) -> text.read(bytes, from, to, height, width));
      }
      return box(object, height, width);
    } catch (DataException e) {
      throw new DataException(names.apply(object) + ": " + e.getMessage(), e);
    }
  }

  /** The box as a polygon, which is what pycocotools compares where a result has no mask. */
  private Rle box(int object, int height, int width) {
    if (columns.boxes.length == 0) {
      throw new DataException("has no segmentation");
    }
    if (height == 0) {
      throw new DataException("has no segmentation, and its image no height and width");
    }
    double left = columns.boxes[4 * object];
    double top = columns.boxes[4 * object + 1];
    double right = left + columns.boxes[4 * object + 2];
    double bottom = top + columns.boxes[4 * object + 3];
    double[] ring = {left, top, left, bottom, right, bottom, right, top};
    return Polygons.rasterize(List.of(ring), height, width);
  }
}
