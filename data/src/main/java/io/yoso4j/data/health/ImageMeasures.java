package io.yoso4j.data.health;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.List;

/** The numbers of one image. */
final class ImageMeasures {

  private static final int GRID = DatasetStatistics.GRID;

  private final ImageSize size;
  private final List<Measured> objects;
  private final double covered;
  private final int[] cells;

  private ImageMeasures(ImageSize size, List<Measured> objects, double covered, int[] cells) {
    this.size = size;
    this.objects = objects;
    this.covered = covered;
    this.cells = cells;
  }

  /**
   * The numbers of one object.
   *
   * @param side square root of the mask's area, in pixels
   * @param relative the same divided by the image's longer side
   * @param aspect width of the mask's box divided by its height; 0 without a pixel
   */
  record Measured(int category, boolean crowd, double side, double relative, double aspect) {

    boolean hasSize() {
      return !crowd && side > 0;
    }
  }

  static ImageMeasures of(ImageRecord image, List<Annotation> annotations) {
    List<Measured> objects = new ArrayList<>();
    List<Rle> masks = new ArrayList<>();
    int[] cells = new int[GRID * GRID];
    double longest = Math.max(image.width(), image.height());
    for (Annotation annotation : annotations) {
      Rle mask = annotation.toRle(image.height(), image.width());
      double side = Math.sqrt((double) mask.area());
      double aspect = mask.area() == 0 ? 0 : mask.bbox().width() / mask.bbox().height();
      objects.add(
          new Measured(annotation.category(), annotation.crowd(), side, side / longest, aspect));
      if (!annotation.crowd() && mask.area() > 0) {
        masks.add(mask);
        addCells(mask, cells);
      }
    }
    double pixels = (double) image.width() * image.height();
    double covered = masks.isEmpty() ? 0 : Rle.union(masks).area() / pixels;
    return new ImageMeasures(
        new ImageSize(image.width(), image.height()), List.copyOf(objects), covered, cells);
  }

  ImageSize size() {
    return size;
  }

  /** Crowds and objects without a pixel included. */
  List<Measured> objects() {
    return objects;
  }

  /** Share of the image's pixels that belong to an object, crowds left out. */
  double covered() {
    return covered;
  }

  /** Adds to {@code GRID * GRID} sums, row by row, how many objects cover each place. */
  void addTo(long[] sums) {
    for (int i = 0; i < cells.length; i++) {
      sums[i] += cells[i];
    }
  }

  /** The cells whose centre lies in the mask; for a smaller object the one it lies in. */
  private static void addCells(Rle mask, int[] cells) {
    Rle small = mask.resize(GRID, GRID);
    if (small.area() == 0) {
      double x = mask.bbox().x() + mask.bbox().width() / 2;
      double y = mask.bbox().y() + mask.bbox().height() / 2;
      int row = Math.min(GRID - 1, (int) (y * GRID / mask.height()));
      int column = Math.min(GRID - 1, (int) (x * GRID / mask.width()));
      cells[row * GRID + column]++;
      return;
    }
    Bitmap bits = small.toBitmap();
    for (int i = 0; i < cells.length; i++) {
      cells[i] += bits.get(i / GRID, i % GRID) ? 1 : 0;
    }
  }
}
