package io.yoso4j.train.explain;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained.
 *
 * @param image what the data set says of it
 * @param pixels of the size that the record states
 * @param annotations its objects and crowds, with the model's class indices as categories
 * @param tile which tile, from 1, of a model that cuts images; null for the one that shows most of
 *     the first object of {@code details}, the smaller one where several do, or the one with the
 *     most objects; then the tile of the whole image counts only where no other shows an object
 *     whole. Must be null for other models
 * @param threshold lowest score of a detection, 0 to 1
 * @param details objects to explain in detail, by number; empty for up to {@link #MOST_DETAILS} of
 *     those that have a query at some stage, missed ones first, then those with one at the last
 */
public record ExplainRequest(
    ImageRecord image,
    RgbImage pixels,
    List<Annotation> annotations,
    @Nullable Integer tile,
    double threshold,
    List<Integer> details) {
  /** Objects explained in detail unless they are named. */
  public static final int MOST_DETAILS = 12;

  /**
   * Checks sizes and ranges.
   *
   * @throws IllegalArgumentException if pixels and record differ in size or the threshold is out of
   *     range
   */
  public ExplainRequest {
    Objects.requireNonNull(image, "image");
    annotations = List.copyOf(annotations);
    details = List.copyOf(details);
    if (pixels.width() != image.width() || pixels.height() != image.height()) {
      throw new IllegalArgumentException(
          "%s: is %dx%d pixels, but image %d is annotated as %dx%d"
              .formatted(
                  image.path(),
                  pixels.width(),
                  pixels.height(),
                  image.id(),
                  image.width(),
                  image.height()));
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold (" + threshold + ") must lie between 0 and 1");
    }
  }
}
