package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;

/**
 * One object of an image.
 *
 * @param id unique in its data set
 * @param imageId the image it lies in
 * @param category index into {@link CocoDataset#categories()}, from 0
 * @param bbox in pixels
 * @param area in pixels, as the file says or else counted in the mask
 * @param crowd whether it stands for a group of objects; such regions are not trained on, and
 *     detections in them do not count as wrong
 * @param segmentation outline or mask
 */
public record Annotation(
    long id,
    long imageId,
    int category,
    Box bbox,
    double area,
    boolean crowd,
    Segmentation segmentation) {

  /**
   * The mask on an image of {@code height} rows and {@code width} columns: the size of its image.
   */
  public Rle toRle(int height, int width) {
    return switch (segmentation) {
      case Segmentation.Polygon(var rings) -> Polygons.rasterize(rings, height, width);
      case Segmentation.RunLength(Rle rle) -> {
        if (rle.height() != height || rle.width() != width) {
          throw new IllegalArgumentException(
              "annotation %d has a mask of %dx%d (height x width), asked for %dx%d"
                  .formatted(id, rle.height(), rle.width(), height, width));
        }
        yield rle;
      }
    };
  }
}
