package io.yoso4j.train.pipeline;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Bitmap;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of an image where the network sees them when nothing is changed at random: scaled,
 * and padded at the right and the bottom.
 *
 * @param masks one per object in the order given, {@code [H, W]} of the padded image; without a
 *     pixel where the object is too small for it
 * @param ignore crowds and padding without the objects, {@code [H, W]}
 */
public record StillObjects(List<Bitmap> masks, Bitmap ignore) {
  /** Copies the list; the masks are shared. */
  public StillObjects {
    masks = List.copyOf(masks);
  }

  /**
   * Draws the objects as training draws them.
   *
   * @param image whose size the annotations are in
   * @param objects of the image, no crowds
   * @param crowds of the image
   * @param scaled size of the image in the network's input
   * @param padded size of the input, not below {@code scaled}
   */
  public static StillObjects of(
      ImageRecord image,
      List<Annotation> objects,
      List<Annotation> crowds,
      ImageSize scaled,
      ImageSize padded) {
    Placement placement =
        Placement.whole(image.width(), image.height()).scaledTo(scaled.width(), scaled.height());
    MaskPlacement placer = new MaskPlacement(placement, padded.height(), padded.width());
    List<Bitmap> masks = new ArrayList<>();
    for (Annotation object : objects) {
      masks.add(placer.inSample(placer.window(object.segmentation())));
    }
    Bitmap ignore = Bitmap.of(padded.height(), padded.width());
    for (Annotation crowd : crowds) {
      ignore.unite(placer.inSample(placer.window(crowd.segmentation())));
    }
    for (int y = 0; y < padded.height(); y++) {
      for (int x = y < scaled.height() ? scaled.width() : 0; x < padded.width(); x++) {
        ignore.set(y, x, true);
      }
    }
    masks.forEach(ignore::subtract);
    return new StillObjects(masks, ignore);
  }
}
