package io.yoso4j.train.pipeline;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import java.util.List;

/**
 * An image of the data set, decoded, and its objects.
 *
 * @param record what the data set says about it
 * @param pixels of the size that the record states, or fewer of the same whole image
 * @param annotations its objects and crowds, in pixels of the record
 */
record LabelledImage(ImageRecord record, RgbImage pixels, List<Annotation> annotations) {
  LabelledImage {
    annotations = List.copyOf(annotations);
  }

  /** Throws {@link DataException} naming the file if it has another size than its record. */
  static void requireSize(ImageRecord record, RgbImage pixels) {
    if (pixels.width() != record.width() || pixels.height() != record.height()) {
      throw new DataException(
          "%s: image %d is %dx%d pixels, but its annotation file says %dx%d"
              .formatted(
                  record.path(),
                  record.id(),
                  pixels.width(),
                  pixels.height(),
                  record.width(),
                  record.height()));
    }
  }

  List<Annotation> objects() {
    return annotations.stream().filter(a -> !a.crowd()).toList();
  }

  List<Annotation> crowds() {
    return annotations.stream().filter(Annotation::crowd).toList();
  }
}
